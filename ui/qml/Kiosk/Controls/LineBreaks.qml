import QtQuick

// Where something too tall for a page may be broken: between the lines of its texts, never through a button or picture.
QtObject {
    // The lowest place in an item, at most y, that nothing is drawn across; y itself where there is none after ``above``.
    function breakBefore(item: Item, y: real, above: real): real {
        let place = y;
        for (let tries = 0; tries < 8; tries++) {
            const higher = lift(item, item, place);
            if (higher >= place - 0.5)
                return place;
            place = higher;
            if (place <= above + 1)
                return y;
        }
        return place;
    }

    // Where the last thing to be read ends; below it an item has only its margin.
    function end(item: Item): real {
        let lowest = 0;
        for (const child of item.children)
            if (child.visible && child.height > 0)
                lowest = Math.max(lowest, child.y + (isWhole(child) ? child.height : end(child)));
        return lowest;
    }

    function isWhole(item: Item): bool {
        return !!(item as Text) || !!(item as Pressable) || !!(item as Image);
    }

    // The place, or the top of the first thing found that stands across it.
    function lift(whole: Item, part: Item, y: real): real {
        for (const child of part.children) {
            if (!child.visible || child.height <= 0)
                continue;
            const top = child.mapToItem(whole, 0, 0).y;
            if (y <= top + 0.5 || y >= top + child.height - 0.5)
                continue;
            const text = child as Text;
            if (text) {
                const first = top + text.topPadding;
                const line = text.contentHeight / Math.max(1, text.lineCount);
                const within = (y - first) / line;
                if (within > 0 && within < text.lineCount && within - Math.floor(within) > 0.02)
                    return first + Math.floor(within) * line;
            } else if (isWhole(child)) {
                return top;
            } else {
                const higher = lift(whole, child, y);
                if (higher < y)
                    return higher;
            }
        }
        return y;
    }
}
