/**
 * What the rows of a tree show: ticks, sums and bars of departments follow from their agents.
 *
 * @param {Object[]} tree rows of callcenter.allocate, those above first
 * @param {Object} choice {ticked: keys, weights, amounts}
 * @param {Object} plan key -> what a target gets
 * @returns {Object[]} {row, targets, ticked (numbers below, the row included), gets, now, more (percent of the bar)}
 */
export function shownRows(tree, choice, plan) {
    const ticked = new Set(choice.ticked);
    const shown = new Map();
    for (const row of tree) {
        const on = row.target && ticked.has(row.key);
        const gets = on ? plan[row.key] || 0 : 0;
        shown.set(row.key, {
            row,
            targets: Number(row.target),
            ticked: Number(on),
            gets,
            people: Number(Boolean(row.user_id)),
        });
    }
    for (const row of [...tree].reverse()) {
        const [own, above] = [shown.get(row.key), shown.get(row.parent)];
        // where departments are the targets each stands for itself
        if (above && !above.row.target) {
            for (const name of ["targets", "ticked", "gets", "people"]) {
                above[name] += own[name];
            }
        }
    }
    const each = ({row, gets, people}) => [row.holds, gets].map((number) => number / (people || 1));
    const most = Math.max(1, ...[...shown.values()].map((item) => each(item)[0] + each(item)[1]));
    return [...shown.values()].map((item) => {
        const [now, more] = each(item).map((number) => (100 * number) / most);
        return {...item, now, more};
    });
}

/** The keys of the targets below `key`; a target stands for itself. */
export function targetsBelow(tree, key) {
    if (tree.find((row) => row.key === key).target) {
        return [key];
    }
    const inside = new Set([key]);
    for (const row of tree) {
        if (inside.has(row.parent)) {
            inside.add(row.key);
        }
    }
    return tree.filter((row) => row.target && inside.has(row.key)).map((row) => row.key);
}

/** The rows whose name contains `text`, with all rows above them. */
export function found(rows, text) {
    const term = text.trim().toLowerCase();
    const wanted = new Set();
    for (const {row} of [...rows].reverse()) {
        if (wanted.has(row.key) || (row.name.toLowerCase().includes(term) && (row.user_id || row.target))) {
            wanted.add(row.key).add(row.parent);
        }
    }
    return rows.filter(({row}) => wanted.has(row.key));
}

/** The rows that no folded row hides. */
export function unfolded(rows, folded) {
    const hidden = new Set(folded);
    return rows.filter(({row}) => {
        if (!hidden.has(row.parent)) {
            return true;
        }
        hidden.add(row.key);
        return false;
    });
}
