// Filters of the table of tasks. What is chosen stands behind # in the address,
// which can be sent to a colleague and works from a folder on disk.
"use strict";
(() => {
  const form = document.querySelector("#filter");
  const table = document.querySelector("#tasks");
  if (!form || !table) return;
  const count = form.querySelector("#filter-count");
  const none = document.querySelector("#filter-none");
  // Beside the usual ones those of the notice's own columns.
  const fields = [...form.elements].map((element) => element.name).filter(Boolean);
  const own = fields.filter((name) => name.startsWith("more-"));
  const field = (name) => form.querySelector(`#filter-${name}`);

  // The cells of number and name reach over all rows of an item; they move to the
  // first row that is shown.
  const items = [...table.querySelectorAll("tbody.item")].map((body) => {
    const rows = [...body.rows];
    return { body, rows, heads: [...rows[0].cells].slice(0, 2), name: rows[0].cells[1].textContent };
  });
  const headings = [...table.querySelectorAll("tbody.section, tbody.part, tbody.words")];

  function has(list, wanted) {
    return !wanted || (list ?? "").split(" ").includes(wanted);
  }

  function wanted() {
    return Object.fromEntries(fields.map((name) => [name, field(name).value.trim()]));
  }

  let filtered = false;
  function apply() {
    const want = wanted();
    filtered = fields.some((name) => want[name]);
    const text = want.text.toLowerCase();
    let shown = 0;
    for (const { body, rows, heads, name } of items) {
      const fitting = rows.filter((row) => {
        const { section, units, areas } = row.dataset;
        return (
          has(section, want.section) &&
          has(units, want.unit) &&
          has(areas, want.area) &&
          own.every((name) => has(row.getAttribute(`data-${name}`), want[name])) &&
          (!text || `${name} ${row.textContent}`.toLowerCase().includes(text))
        );
      });
      for (const row of rows) row.hidden = !fitting.includes(row);
      body.hidden = fitting.length === 0;
      if (fitting.length) {
        fitting[0].prepend(...heads);
        for (const head of heads) head.rowSpan = fitting.length;
      }
      shown += fitting.length;
    }
    for (const heading of headings) heading.hidden = !follows(heading);
    const { all, words } = count.dataset;
    count.textContent = words.replace("{count}", filtered ? `${shown} / ${all}` : all);
    none.hidden = shown > 0;
  }

  // Whether an item is shown below a heading, before the next of its rank.
  function follows(heading) {
    const rank = (body) => (body.classList.contains("part") ? 0 : body.classList.contains("section") ? 1 : 2);
    for (let body = heading.nextElementSibling; body; body = body.nextElementSibling) {
      if (body.classList.contains("item")) {
        if (!body.hidden) return true;
      } else if (rank(body) <= rank(heading) && rank(heading) < 2) {
        return false;
      }
    }
    return false;
  }

  function remember() {
    const state = new URLSearchParams(Object.entries(wanted()).filter(([, value]) => value));
    history.replaceState(null, "", state.size ? `#${state}` : location.pathname + location.search);
  }

  // `#task-` and a key is a place in the table, `#unit=…` is a choice. Links of old have a
  // number for the key: `#task-18-2`.
  function restore() {
    const number = /^#task-([\d.]+(?:-\d+)+)$/.exec(location.hash)?.[1];
    const row = number && table.querySelector(`[data-id="${number}"]`);
    if (row) {
      location.replace(`#${row.id}`);
      return;
    }
    const state = location.hash.includes("=") ? new URLSearchParams(location.hash.slice(1)) : new URLSearchParams();
    for (const name of fields) field(name).value = state.get(name) ?? "";
    // The page as it comes shows everything already.
    if (state.size || filtered) apply();
  }

  form.addEventListener("input", () => {
    apply();
    remember();
  });
  form.addEventListener("reset", () => {
    // The fields are empty only after this event.
    setTimeout(() => {
      apply();
      remember();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", restore);
  restore();
})();
