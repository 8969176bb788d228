"""Edit lists of other programs: CMX 3600, OpenTimelineIO and the service's own JSON, read into one shape.

To add a form: write its module with `read(data, rate)` and add it to `forms`.
"""
