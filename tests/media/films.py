"""Little films for tests, made on the spot by the ffmpeg that imageio-ffmpeg carries."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg  # type: ignore[import-untyped]
from msgspec import Struct


def ffmpeg(*arguments: str) -> None:
    """Run ffmpeg with these arguments; raises CalledProcessError with its words."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y", *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True)


def film(
    path: Path,
    *,
    size: str = "180x320",
    rate: str = "25",
    seconds: float = 2.0,
    sound: bool = True,
    faststart: bool = True,
    extra: tuple[str, ...] = (),
) -> Path:
    """A moving test picture with a tone. The suffix of `path` picks the container; `rate` is a fraction like
    `24000/1001`; `extra` goes before the output."""
    codecs = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"]
    if path.suffix != ".webm":
        codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    if path.suffix in (".mp4", ".mov") and faststart:
        codecs += ["-movflags", "+faststart"]
    tone = ["-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=48000:duration={seconds}"] if sound else []
    picture = ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}"]
    ffmpeg(*picture, *tone, *codecs, *extra, str(path))
    return path


def truncated(path: Path, keep: float = 0.6) -> Path:
    """The first part of a film's bytes, an odd number of them, in a file beside it."""
    data = path.read_bytes()
    cut = path.with_stem(f"{path.stem}-truncated")
    cut.write_bytes(data[: int(len(data) * keep) | 1])
    return cut


def audio_only(path: Path, seconds: float = 1.0) -> Path:
    """A tone without a picture, in the container that the suffix picks."""
    ffmpeg("-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=48000:duration={seconds}", "-vn", str(path))
    return path


class Shot(Struct, frozen=True):
    """Frames of a film, from `begin` up to but without `end`, played at a speed."""

    begin: int
    end: int
    speed: int = 1


def scenes(path: Path, size: str = "640x360") -> Path:
    """Four moving shots of 50 frames at 25/1 that look different, under noise that comes and goes like speech."""
    pictures = [
        f"testsrc2=size={size}:rate=25:duration=2",
        f"mandelbrot=size={size}:rate=25:start_scale=0.6:end_scale=0.05:end_pts=60",
        f"gradients=size={size}:rate=25:speed=0.06:nb_colors=5:seed=3:duration=2",
        f"cellauto=size={size}:rate=25:rule=110:random_seed=7",
    ]
    inputs = [word for one in pictures for word in ("-f", "lavfi", "-i", one)]
    row = "".join(f"[{at}]trim=end_frame=50,setpts=PTS-STARTPTS,format=yuv420p,setsar=1[p{at}];" for at in range(4))
    joined = "".join(f"[p{at}]" for at in range(4))
    voice = "aevalsrc='(random(0)-0.5)*pow(sin(2*PI*1.7*t+3*sin(2*PI*0.31*t)),6)*(0.3+0.7*abs(sin(0.9*t)))':s=48000:d=8"
    graph = f"{row}{joined}concat=n=4[v];{voice}[a]"
    ffmpeg(*inputs, "-filter_complex", graph, "-map", "[v]", "-map", "[a]", *_CODED, "-g", "25", str(path))
    return path


def cut_from(
    master: Path,
    path: Path,
    *shots: Shot,
    picture: str = "null",
    sound: str = "anull",
    late_ms: int = 0,
    extra: tuple[str, ...] = (),
) -> Path:
    """An editor's export of stretches of a master at 25/1; `picture` and `sound` are filters over the
    whole; the sound comes `late_ms` too late."""
    graph = ""
    for at, one in enumerate(shots):
        begin_s, end_s = one.begin / 25, one.end / 25
        graph += f"[0:v]trim=start_frame={one.begin}:end_frame={one.end},setpts=(PTS-STARTPTS)/{one.speed}[v{at}];"
        graph += f"[0:a]atrim={begin_s}:{end_s},asetpts=PTS-STARTPTS,atempo={one.speed}[a{at}];"
    joined = "".join(f"[v{at}][a{at}]" for at in range(len(shots)))
    late = f"adelay={late_ms}:all=1" if late_ms >= 0 else f"atrim=start={-late_ms / 1000}"
    graph += f"{joined}concat=n={len(shots)}:v=1:a=1[v][a];"
    graph += f"[v]fps=25,{picture},setsar=1[vo];[a]{late},asetpts=PTS-STARTPTS,{sound}[ao]"
    ffmpeg(
        *("-i", str(master), "-filter_complex", graph, "-map", "[vo]", "-map", "[ao]", *_CODED, "-crf", "26"),
        *(*extra, str(path)),
    )
    return path


_CODED = ("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k")
