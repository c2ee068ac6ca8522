"use strict";
(() => {
  // Search, filters and sorting for the tables that people look for rows in. Without this script they are whole.
  const MONTHS = "January February March April May June July August September October November December".split(" ");
  const order = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => text.split(/\s+/).filter(Boolean);
  const make = (name, more = {}, inside = []) => {
    const element = Object.assign(document.createElement(name), more);
    element.append(...inside);
    return element;
  };
  // A day sorts as a day.
  const rank = (text) => {
    const day = /^(\d{1,2}) (\p{L}+) (\d{4})/u.exec(text);
    const month = day ? MONTHS.indexOf(day[2]) : -1;
    return month === -1 ? text : `${day[3]} ${month + 10} ${day[1].padStart(2, "0")}`;
  };

  const prepare = (region) => {
    const body = region.querySelector("tbody");
    const headers = [...region.querySelectorAll("thead th")];
    const rows = [...body.rows].map((row) => {
      const cells = [...row.cells].map((cell) => cell.textContent.trim());
      return { row, cells, text: folded(cells.join(" ")), values: cells.map((cell) => cell.split(/; |\n/).map((one) => one.trim())) };
    });
    if (2 > rows.length) return;

    const status = make("p", { role: "status" });
    const search = make("input", { type: "search", autocomplete: "off" });
    const selects = [];
    const caption = region.querySelector("caption").textContent;
    const controls = make("div", { className: "find" }, [make("label", {}, ["Search these rows", search])]);
    controls.setAttribute("role", "search");
    controls.setAttribute("aria-label", `Find in: ${caption}`);
    headers.forEach((header, at) => {
      const name = header.textContent.trim();
      const values = new Set(rows.flatMap((row) => row.values[at]));
      const few = values.size > 1 && 25 > values.size && rows.length > values.size;
      if (at === 0 || !name || !few || [...values].some((value) => value.length > 60)) return;
      const select = make("select", {}, [make("option", { value: "", textContent: "All" })]);
      for (const value of [...values].sort((a, b) => order.compare(rank(a), rank(b)))) {
        select.append(make("option", { value: `=${value}`, textContent: value || "Nothing given" }));
      }
      selects.push({ select, at });
      controls.append(make("label", {}, [name, select]));
    });
    const clear = make("button", { type: "button", textContent: "Show all" });
    controls.append(clear, status);
    region.before(controls);

    const show = () => {
      const wanted = words(folded(search.value));
      const chosen = selects.filter(({ select }) => select.value !== "");
      let shown = 0;
      for (const { row, text, values } of rows) {
        const fits = wanted.every((word) => text.includes(word))
          && chosen.every(({ select, at }) => values[at].includes(select.value.slice(1)));
        row.hidden = !fits;
        shown += Number(fits);
      }
      status.textContent = shown === rows.length ? `All ${rows.length} rows are shown.` : `${shown} of ${rows.length} rows are shown.`;
    };
    let waiting = 0;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 150);
    });
    for (const { select } of selects) select.addEventListener("change", show);
    clear.addEventListener("click", () => {
      search.value = "";
      for (const { select } of selects) select.value = "";
      show();
      search.focus();
    });
    show();

    headers.forEach((header, at) => {
      if (!header.textContent.trim()) return;
      const button = make("button", { type: "button" }, [...header.childNodes]);
      header.append(button);
      button.addEventListener("click", () => {
        const down = header.getAttribute("aria-sort") === "ascending";
        for (const other of headers) other.removeAttribute("aria-sort");
        header.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = rows.map(({ row, cells }) => ({ row, key: rank(cells[at] ?? "") }));
        // What is not known stands last either way.
        keyed.sort((a, b) => (a.key === "") - (b.key === "") || order.compare(a.key, b.key) * (down ? -1 : 1));
        body.append(...keyed.map(({ row }) => row));
      });
    });
  };

  for (const region of document.querySelectorAll(".searched")) prepare(region);

  // The list of sections is open where it has a column of its own.
  const contents = document.querySelector(".contents");
  const wide = matchMedia("(min-width: 75rem)");
  const fit = () => {
    if (contents) contents.open = wide.matches;
  };
  wide.addEventListener("change", fit);
  fit();
})();
