// The search box. The index is a script of its own that is loaded when the box is
// first used, so that reading a page costs nothing; as a script it also loads from
// a folder on disk, where a page may not fetch.
"use strict";
(() => {
  const MOST = 40;
  const AROUND = 24;
  const NOTHING = { found: [], words: [], all: true };
  const form = document.querySelector("form.search");
  if (!form) return;
  const input = form.querySelector("#search");
  const list = form.querySelector("#search-results");
  const status = form.querySelector("#search-status");

  let loading;
  function load() {
    loading ??= new Promise((resolve, reject) => {
      if (globalThis.gongwenIndex) return resolve(entries(globalThis.gongwenIndex));
      const script = document.createElement("script");
      script.src = form.dataset.index;
      script.onload = () => resolve(entries(globalThis.gongwenIndex));
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  // What is found of all notices, each with its notice.
  function entries(index) {
    return index.flatMap((notice) => notice.e.map((entry) => ({ ...entry, notice })));
  }

  // Initials as the index writes them, `s(xh)f`: the letters of each place.
  function letters(entry) {
    entry.letters ??= entry.p.match(/\([^)]*\)|./g) ?? [];
    return entry.letters;
  }

  function initialsAt(entry, word) {
    const places = letters(entry);
    for (let at = 0; at + word.length <= places.length; at += 1) {
      let same = 0;
      while (same < word.length && places[at + same].includes(word[same])) same += 1;
      if (same === word.length) return at;
    }
    return -1;
  }

  // How well one word fits, the less the better; none where it does not fit.
  function fit(entry, word) {
    const title = entry.t.toLowerCase();
    // A year, and what stands in the number of a notice (苏府, 15号), choose among notices.
    const { y: year, n: named } = entry.notice;
    if (word.replace(/年$/, "") === year) return 0;
    if (word.length > 1 && /\D/.test(word) && named.includes(word)) return 0;
    // A title may begin with a number, as that of an item: “41 …”.
    if (title === word || title.split(" ").includes(word)) return 0;
    if (title.includes(word)) return 1;
    if (/^[a-z0-9]+$/.test(word)) {
      if (initialsAt(entry, word) >= 0) return 2;
      const name = entry.u.split("/").pop().replace(".html", "").replaceAll("-", "");
      if (word.length > 2 && name.includes(word)) return 3;
    }
    // “第41项” is the number at the head of a title.
    const [, number] = word.match(/^第?(\d+)[项条]$/) ?? [];
    if (number && title.startsWith(`${number} `)) return 0;
    if (entry.x.toLowerCase().includes(word)) return 4;
  }

  function wordsOf(query) {
    return query.toLowerCase().split(/\s+/).filter(Boolean);
  }

  // The entries that all words fit, the best first.
  function findAll(index, words) {
    if (!words.length) return [];
    const found = [];
    index.forEach((entry, order) => {
      const fits = words.map((word) => fit(entry, word));
      if (fits.includes(undefined)) return;
      found.push({ entry, order, rank: fits.reduce((sum, one) => sum + one) });
    });
    found.sort((a, b) => a.rank - b.rank || a.order - b.order);
    return found.map((hit) => hit.entry);
  }

  // The parts of a word that something has: the longest from its beginning, then the same
  // of what is left. One character alone says too little.
  function parts(index, word) {
    const known = (part) => index.some((entry) => fit(entry, part) !== undefined);
    const found = [];
    for (let from = 0; from < word.length; ) {
      let to = word.length;
      while (to - from > 1 && !known(word.slice(from, to))) to -= 1;
      if (to - from > 1) found.push(word.slice(from, to));
      from = Math.max(to, from + 1);
    }
    return found;
  }

  // What was found, by which words, and whether these are all that was asked for.
  function find(index, query) {
    const asked = wordsOf(query);
    const whole = findAll(index, asked);
    if (whole.length || !asked.length) return { found: whole, words: asked, all: true };
    const words = [...new Set(asked.flatMap((word) => parts(index, word)))];
    // As many of them as can be had together, the first being the likeliest.
    for (let count = words.length; count > 0; count -= 1) {
      const some = words.slice(0, count);
      const found = findAll(index, some);
      if (found.length) return { found, words: some, all: false };
    }
    return { found: [], words: asked, all: false };
  }

  // The stretch of the text around the first word, or its beginning.
  function around(text, words) {
    const word = words.find((w) => text.toLowerCase().includes(w));
    const at = word ? text.toLowerCase().indexOf(word) : 0;
    const from = Math.max(0, at - AROUND);
    const to = Math.min(text.length, at + AROUND * 2);
    return (from > 0 ? "…" : "") + text.slice(from, to) + (to < text.length ? "…" : "");
  }

  // The text with the words marked where they stand in it.
  function marked(text, words) {
    const low = text.toLowerCase();
    const pieces = [];
    let from = 0;
    while (from < text.length) {
      let at = text.length;
      let length = 0;
      for (const word of words) {
        const place = low.indexOf(word, from);
        if (place >= 0 && (place < at || (place === at && word.length > length))) {
          at = place;
          length = word.length;
        }
      }
      if (at > from) pieces.push(text.slice(from, at));
      if (length) {
        const mark = document.createElement("mark");
        mark.textContent = text.slice(at, at + length);
        pieces.push(mark);
      }
      from = at + length;
    }
    return pieces;
  }

  function show({ found, words: asked, all }, query) {
    const several = globalThis.gongwenIndex?.length > 1;
    const items = found.slice(0, MOST).map((entry) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const kind = document.createElement("span");
      const words = document.createElement("span");
      link.href = form.dataset.root + entry.u;
      kind.className = "kind";
      kind.textContent = entry.k;
      words.className = "words";
      words.append(...marked(around(entry.x, asked), asked));
      link.append(kind, ...marked(entry.t, asked));
      item.append(link);
      if (several) {
        const number = document.createElement("span");
        number.className = "of";
        number.textContent = entry.notice.n;
        item.append(number);
      }
      item.append(words);
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = items.length === 0;
    const more = found.length > MOST ? `，先列 ${MOST} 条` : "";
    if (!query) status.textContent = "";
    else if (!found.length) status.textContent = "没有找到";
    else if (all) status.textContent = `找到 ${found.length} 条${more}`;
    else status.textContent = `没有全部符合的；按“${asked.join(" ")}”找到 ${found.length} 条${more}`;
  }

  async function search() {
    const query = input.value.trim();
    if (!query) return show(NOTHING, "");
    try {
      const index = await load();
      // Another letter may have been typed while the index was loading.
      if (query === input.value.trim()) show(find(index, query), query);
    } catch {
      status.textContent = "查找的索引没有载入，请刷新再试";
    }
  }

  input.addEventListener("focus", () => load().catch(() => {}), { once: true });
  input.addEventListener("input", search);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      show(NOTHING, "");
      input.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || list.hidden) return;
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  // In the masthead results lie over the page: they go when one turns to the page.
  if (form.closest(".mast")) {
    for (const turn of ["pointerdown", "focusin"])
      document.addEventListener(turn, (event) => {
        if (!form.contains(event.target)) show(NOTHING, "");
      });
    input.addEventListener("focus", search);
  }
  form.addEventListener("submit", (event) => {
    // On the page of results everything is shown already.
    if (location.pathname.endsWith("/search.html")) {
      event.preventDefault();
      search();
    }
  });

  const asked = new URLSearchParams(location.search).get("q");
  if (asked && location.pathname.endsWith("/search.html")) {
    input.value = asked;
    search();
  }
})();
