"""What the contract says in words: to whom, about what, and which parameters and headers are said in many places."""

from __future__ import annotations

from typing import Any

TITLE = "Cutdown"
VERSION = "1.0.0"
SUMMARY = "One captioned master, correct caption tracks for every cut, market and locale."
DESCRIPTION = """\
For content management systems and in-house tools that pull captions and push campaigns, films and cuts.

**Who you are.** Send `Authorization: Bearer cut_live_…`; keys are made at `POST /v1/keys`. A key may do what its scopes
and its maker allow. What you may not see answers 404, as if it were not there. Pages of Cutdown itself use the session
cookie instead.

**Errors** are `application/problem+json` (RFC 9457). `code` is for programs, `type` leads to a page that explains it,
`errors` lists every fault at once, each with a JSON Pointer. 400 means unreadable, 422 means that shape or rules are
broken. An identifier of the wrong form is a 404. Any operation can answer 500 `internal`, or 503 `unavailable` or
`busy` with `Retry-After`: nothing is known to have been changed, so send it again.

**Changes** name the revision they were made on: send the `ETag` that you saw as `If-Match`. Without it the answer is
428; when somebody else was faster it is 412 and holds the state as it is now. `If-None-Match` with a known ETag saves
the body (304).

**Once.** A POST that makes something takes an `Idempotency-Key` of 1 to 255 characters. The same request with the same
key has one effect for 7 days: the answer is repeated byte for byte with `Idempotency-Replayed: true`. Secrets are not
repeated. Refusals are not kept.

**Lists** come in pages: send `page.next_cursor` as `cursor`, or follow the `Link` header. A cursor belongs to its list,
filters and order.

**Growth.** Accept fields, words, events and problem codes that you do not know: they are added without a new version.
Identifiers have at most 64 characters and are opaque. HEAD works wherever GET does. Every answer has an `X-Request-Id`;
send your own (8 to 64 of `A-Z a-z 0-9 _ . -`) and it is used.
"""
TAGS = {
    "Brands": "Who pays.",
    "Campaigns": "One body of work of a brand, with its markets and dates.",
    "Archetypes": "Reusable narrative patterns: those that come with Cutdown, and your own, in versions.",
    "Stories": "What campaigns tell, with beats and planned shots.",
    "Series": "A campaign's stories as episodes, in their order.",
    "Briefs": "What a campaign is to say, show and leave out, what that rests on, where and how long its parts may be"
    " used, and whether the client agrees. Guests read it by a link and type their name.",
    "Facts": "What is true of a campaign in a market: prices, dates, amounts, words. Captions write it as `{price}`.",
    "Videos": "The films of stories.",
    "Sources": "The media of a video: its master, inserts and dubs, measured from their bytes.",
    "Uploads": "Films sent in parts by tus 1.0 (https://tus.io), which go on after any interruption; OPTIONS says the"
    " largest size. A finished one becomes a source with `upload=` of `POST /v1/videos/{video_id}/sources`.",
    "Cuts": "The variants of a video, each defined by an edit list over the sources.",
    "Contents": "What films really contain by time, and what each cut keeps of it.",
    "Comments": "What people and guests say of the frames of a cut, and the client's word on it.",
    "Coverage": "Where planned shots stand in the film, and what each cut keeps of the story's beats.",
    "Films": "The finished films of cuts. A worker compares each with its edit list (length, picture at the edges of"
    " segments, offset of the sound); while it differs, and nobody accepted that, the releases of the cut wait.",
    "Tracks": "The texts of a source in one locale.",
    "Cues": "One timed unit of text at a time.",
    "Assignments": "Who looks after a locale of a video until when, and what waits for you.",
    "Checklists": "What a market asks of a cut: measured where the engine can, signed or waived by people for exactly"
    " the bytes that they looked at, and stale with the reason as soon as those change.",
    "Rules": "What places ask of films and platforms take of posts, by whose word, and how well that is known; and what"
    " counsel confirmed of it.",
    "Overrides": "What one cut does differently, merged with what is derived whenever it is read.",
    "Releases": "The frozen captions of one cut for one market in one locale.",
    "Files": "Caption files: under an address that never changes its bytes, or the latest approved.",
    "Channels": "The profiles on platforms that posts go out on.",
    "Copy": "What posts say: text, hashtags, cover, disclosure, said once and inherited level by level.",
    "Posts": "What goes out where and when: the plan, its gates, and what became of each post.",
    "People": "Accounts and their roles on brands and markets.",
    "Invitations": "Links that let somebody in. They are handed over by a person: no mail is sent.",
    "Keys": "API keys.",
    "Audit": "Who did what, when and from where. It only grows.",
    "Events": "What happened, in the order of commits: a page at a time, or live.",
    "Health": "Whether this process lives and is ready.",
    "Problems": "What each problem means.",
}
SECURITY: dict[str, dict[str, Any]] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "cut_live_… or cut_test_…",
        "description": "An API key. The scopes that an operation needs are listed beside it.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "cutdown",
        "description": "The session of a signed-in person; over https its name is `__Host-cutdown`. For changes the"
        " browser must send `Sec-Fetch-Site: same-origin` or our own `Origin`.",
    },
}
# Parameters whose type says too little: a description and an example.
PARAMETERS: dict[str, tuple[str, Any]] = {
    "locale": ("BCP 47 language tag", "de-DE"),
    "market": ("ISO 3166-1 alpha-2 code", "DE"),
    "file_name": ("locale and format: `de-DE.vtt`, `de-DE.srt`", "de-DE.vtt"),
    "file_key": ("32 hexadecimal digits of the file's `url`", "5e2f0c6f9d1b4a7e8c3d2b1a0f9e8d7c"),
    "path:name": ("the rest of the file's `url`", "15-a.de-DE.vtt"),
    "query:name": ("", "Master"),
    "role": ("", "master"),
    "archetype": ("`key` of an archetype", "slice_of_life"),
    "version": ("1 is the first", 1),
    "path:key": ("what stands in braces in a text", "price"),
    "slug": ("the last part of a problem's `type`", "validation"),
    "fields": ("", "id"),
    "count": ("", "exact"),
    "filter[brand_id]": ("only those of this brand", None),
    "filter[campaign_id]": ("only those of this campaign", None),
    "filter[story_id]": ("only those of this story", None),
    "filter[market]": ("only those for this market", "DE"),
    "filter[locale]": ("only those in this locale", "de-DE"),
    "filter[open]": ("only those that are open, or (false) only those that are resolved", True),
    "filter[status]": ("only those with this status", "stale"),
    "posts.list:filter[status]": ("only those with this status", "planned"),
    "posts.read_plan:filter[status]": ("only those with this status", "planned"),
    "If-Match": ("", '"r3"'),
    "Idempotency-Key": ("", "7f0c4a52-2c8e-4b19-9d0a-6f1f6f6c2a11"),
    "If-None-Match": ("ETags that you have; `*` for any", '"r3"'),
    "Range": ("one range of bytes; several mean the whole file", "bytes=0-1023"),
    "If-Range": ("the ETag of which `Range` wants a part; when it is another one now, the whole file comes", None),
    "Tus-Resumable": ("", "1.0.0"),
    "Upload-Length": ("", "524288000"),
    "Upload-Metadata": ("", "filename bWFzdGVyLm1wNA=="),
    "Upload-Offset": ("", "0"),
    "Upload-Checksum": ("", "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="),
    "query:upload": ("a finished upload instead of a body", None),
    "Repr-Digest": (
        "sha-256 of the file (RFC 9530); it is checked",
        "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:",
    ),
}
HEADERS: dict[str, str] = {
    "Accept-Ranges": "`bytes`",
    "Content-Disposition": "the name to save the file under",
    "Content-Language": "the locale of the captions",
    "Content-Location": "the address under which exactly these bytes stay",
    "Content-Range": "which bytes of how many",
    "Cutdown-Completeness": "cues that are done, of all: `58/60`",
    "Cutdown-Release": "the number of the release",
    "Cutdown-Stale": "`true` when the release would differ if it were made now; absent where no key was needed",
    "ETag": "the revision, or the sha256 of a file; send it as If-Match or If-None-Match",
    "Idempotency-Replayed": "`true` when this is the answer of an earlier request with the same key",
    "Last-Modified": "when the file was made; it never changes",
    "Link": 'the next page, `rel="next"`; absent on the last',
    "Location": "the address of what was made",
    "Repr-Digest": "sha-256 of the whole file (RFC 9530)",
    "Retry-After": "seconds to wait",
    "Tus-Version": "`1.0.0`",
    "Upload-Offset": "how much has arrived",
    "WWW-Authenticate": "`Bearer`, with `error` when a key was sent and not accepted",
}
PROBLEM_HEADERS: dict[str, tuple[str, ...]] = {
    "unauthenticated": ("WWW-Authenticate",),
    "idempotency-in-progress": ("Retry-After",),
    "too-many-attempts": ("Retry-After",),
    "unavailable": ("Retry-After",),
    "busy": ("Retry-After",),
    "unsupported-tus-version": ("Tus-Version",),
    "wrong-offset": ("Upload-Offset",),
    "upload-not-ready": ("Retry-After",),
    "range-not-satisfiable": ("Content-Range", "ETag"),
}

CAPTIONS_IN_JSON = {"cues": [{"begin_ms": 480, "end_ms": 2240, "text": "Two cups. Habit."}]}
