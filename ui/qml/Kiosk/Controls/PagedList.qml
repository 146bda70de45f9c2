pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

// A long list, a page at a time: nothing is flicked. Rows are whole or not there; only a row taller than a page goes on
// over the next, broken between its lines.
Item {
    id: list

    property alias model: view.model
    property alias delegate: view.delegate
    property alias spacing: view.spacing
    readonly property alias count: view.count
    property bool paged: false
    property bool laid: false // rows that come into an empty list are not shown, nor touched, before their page is made
    readonly property real rowWidth: paged && Theme.landscape ? width - pager.width - Theme.gap : width // of a delegate

    property var tops: [] // where the pages before this one begin
    property int firstRow: 0
    property real skipped: 0 // of the first row, shown on the page before
    property int lastRow: 0
    property real cut: 0 // where the first row, the only one then, goes on over the next page; 0 when it does not
    property real rowsHeight: 0 // of the rows on the page
    property var watched: [] // the rows on the page: the view does not always tell when one of them grew
    property real nextHeight: 0 // of the row after them; 0 while there is none, or it is not made yet

    function forward(): void {
        tops = tops.concat([Qt.point(skipped, firstRow)]);
        if (cut > 0)
            open(firstRow, cut);
        else
            open(lastRow + 1, 0);
    }

    function backward(): void {
        const last = tops[tops.length - 1];
        tops = tops.slice(0, -1);
        open(last.y, last.x);
    }

    function rewind(): void {
        tops = [];
        open(0, 0);
    }

    // Show the page that begins so far into this row: as many whole rows as there is room for, or what one row fills.
    function open(row: int, into: real): void {
        firstRow = row;
        skipped = into;
        fill(list.height);
        const more = row > 0 || into > 0 || cut > 0 || lastRow < view.count - 1;
        if (more)
            fill(list.height - (Theme.landscape ? 0 : pager.height + Theme.gap));
        paged = more && (!Theme.landscape || list.height >= pager.least);
        laid = view.count > 0;
    }

    // Lay out the rows of the page into the room.
    function fill(room: real): void {
        view.height = Math.max(1, room);
        view.forceLayout();
        view.positionViewAtIndex(firstRow, ListView.Beginning);
        const rows = [];
        let last = firstRow;
        let used = 0;
        for (let i = firstRow; i < view.count; i++) {
            const item = view.itemAtIndex(i);
            const height = (item?.height ?? 0) - (i === firstRow ? skipped : 0);
            if (!item || (i > firstRow && used + height > room))
                break;
            used += height + view.spacing;
            last = i;
            rows.push(item);
            if (!watched.includes(item))
                item.heightChanged.connect(grown.restart);
        }
        watched = rows;
        const first = view.itemAtIndex(firstRow);
        const tall = first && last === firstRow && used - view.spacing > room + 1 && lines.end(first) > skipped + room + 1;
        cut = tall ? lines.breakBefore(first, skipped + room, skipped) : 0;
        lastRow = last;
        rowsHeight = used;
        nextHeight = view.itemAtIndex(last + 1)?.height ?? 0;
        view.height = Math.max(1, cut > 0 ? cut - skipped : Math.min(room, used - view.spacing));
        if (skipped > 0)
            view.contentY += skipped;
    }

    // A row, or the one after the page, became taller or lower while the page was shown.
    function follow(): void {
        let used = -skipped;
        for (let i = firstRow; i <= lastRow && i < view.count; i++)
            used += (view.itemAtIndex(i)?.height ?? 0) + view.spacing;
        const next = view.itemAtIndex(lastRow + 1)?.height ?? 0;
        // The row after the page comes and goes as the view sees fit; only when it was and is there, it can have grown.
        if (Math.abs(used - rowsHeight) > 0.5 || (next > 0 && nextHeight > 0 && Math.abs(next - nextHeight) > 0.5))
            refresh();
    }

    // The same page again; a row that was broken before the text changed its size is shown from its beginning.
    function refresh(): void {
        const row = Math.min(firstRow, Math.max(0, view.count - 1));
        tops = tops.filter(top => top.y < row);
        open(row, 0);
    }

    implicitWidth: 600
    implicitHeight: 600

    LineBreaks {
        id: lines
    }

    onHeightChanged: later.restart()
    onWidthChanged: later.restart()
    onVisibleChanged: if (visible) later.restart() // what is not seen has no lines

    // Once all that changes together has changed.
    Timer {
        id: later

        property bool anew: false

        function begin(): void {
            anew = true;
            restart();
        }

        interval: 0
        onTriggered: {
            if (anew)
                list.rewind();
            else
                list.refresh();
            anew = false;
        }
    }

    Timer {
        id: grown

        interval: 0
        onTriggered: list.follow()
    }

    Item {
        id: port

        width: list.width
        height: list.height

        ListView {
            id: view

            width: list.rowWidth
            height: parent.height
            clip: true
            interactive: false
            spacing: Theme.landscape ? 12 : 16
            cacheBuffer: 0
            opacity: list.laid ? 1 : 0
            enabled: list.laid
            // Room under the last row, so that any row can be the first of a page.
            footer: Item {
                width: 1
                height: port.height
            }
            onContentHeightChanged: grown.restart()
            onCountChanged: later.begin()
            onModelChanged: later.begin()
        }
    }

    // Under the rows; beside them where the screen is low.
    Grid {
        id: pager

        readonly property bool bare: Theme.landscape && Theme.scale > 1.3 // the words alone
        readonly property real least: 2 * Theme.touch + Theme.gap // the buttons without the count
        readonly property real unit: Theme.landscape ? 250 : (list.width - 2 * Theme.gap - pages.width) / 2

        visible: list.paged
        x: list.width - width
        y: list.height - height
        columns: Theme.landscape ? 1 : 3
        spacing: Theme.gap
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        QuietButton {
            width: pager.unit
            text: qsTr("Xem lại")
            icon: pager.bare ? "" : "arrow-up"
            enabled: list.tops.length > 0
            onClicked: list.backward()
        }

        Label {
            id: pages

            visible: !Theme.landscape || list.height >= pager.least + height + pager.spacing
            width: Math.ceil(implicitWidth)
            text: qsTr("%1–%2 / %3").arg(list.firstRow + 1).arg(list.lastRow + 1).arg(view.count)
            role: "label"
            color: Theme.mute
            wraps: false
        }

        QuietButton {
            width: pager.unit
            text: qsTr("Xem tiếp")
            iconAfter: pager.bare ? "" : "arrow-down"
            enabled: list.cut > 0 || list.lastRow < view.count - 1
            onClicked: list.forward()
        }
    }
}
