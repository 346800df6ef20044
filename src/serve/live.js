// Reloads the page when what it shows has changed. `gongwen serve` puts it in;
// published pages do not have it.
"use strict";
{
  const seen = document.currentScript.dataset.seen;
  const after = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  // A browser holds few connections to one host: pages that nobody sees hold none.
  const visible = () =>
    document.hidden
      ? new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }))
      : Promise.resolve();

  const wait = async () => {
    for (;;) {
      await visible();
      try {
        const answer = await fetch(`/~gongwen/changes?seen=${seen}`);
        if (!answer.ok) await after(1000);
        else if ((await answer.text()) !== seen) return location.reload();
      } catch {
        await after(1000); // the server has ended; it may come back
      }
    }
  };
  wait();
}
