/* Previews that are still being made: how far they are, and the picture as soon as it is there. */

const AGAIN = 4000; // ms between two looks where no event tells of it

const done = (reel) => reel.pictures && ["ready", "failed"].includes(reel.pictures.state);

/* Looks at each unfinished source until it is finished; `changed()` after every look. */
export function followMaking(film, changed) {
  const open = () => Object.values(film.sources).filter((reel) => !done(reel));
  let timer;
  const look = async () => {
    clearTimeout(timer);
    await Promise.all(open().map(refresh));
    changed();
    if (open().length) timer = setTimeout(look, document.hidden ? 4 * AGAIN : AGAIN);
  };
  document.addEventListener("cutdown:event", ({ detail }) => {
    if (open().length && `${detail.kind ?? detail.type}`.startsWith("source.")) look();
  });
  if (open().length) look();
}

async function refresh(reel) {
  try {
    const answer = await fetch(reel.href, { headers: { accept: "application/json" } });
    if (answer.ok) reel.pictures = await answer.json();
  } catch {
    /* no line: the next look comes */
  }
}
