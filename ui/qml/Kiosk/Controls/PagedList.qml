pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

// A long list, a page at a time: rows are whole or not there, and nothing is flicked.
Item {
    id: list

    property alias model: view.model
    property alias delegate: view.delegate
    property alias spacing: view.spacing
    readonly property alias count: view.count
    property bool paged: false
    readonly property real rowWidth: paged && Theme.landscape ? width - pager.width - Theme.gap : width // of a delegate

    property var tops: [] // first rows of the pages before this one
    property int firstRow: 0
    property int lastRow: 0
    property real rowsHeight: 0 // of the rows on the page
    property real nextHeight: 0 // of the row after them; 0 while there is none, or it is not made yet

    function forward(): void {
        tops = tops.concat([firstRow]);
        open(lastRow + 1);
    }

    function backward(): void {
        const last = tops[tops.length - 1];
        tops = tops.slice(0, -1);
        open(last);
    }

    function rewind(): void {
        tops = [];
        open(0);
    }

    // Show the page that begins with this row: as many whole rows as there is room for, at least one.
    function open(row: int): void {
        let last = fill(row, list.height);
        const more = row > 0 || last < view.count - 1;
        if (more)
            last = fill(row, list.height - (Theme.landscape ? 0 : pager.height + Theme.gap));
        firstRow = row;
        lastRow = last;
        paged = more && (!Theme.landscape || list.height > pager.height);
    }

    // Lay out rows from this one into the room; the last that fits whole.
    function fill(row: int, room: real): int {
        view.height = Math.max(1, room);
        view.forceLayout();
        view.positionViewAtIndex(row, ListView.Beginning);
        let last = row;
        let used = 0;
        for (let i = row; i < view.count; i++) {
            const item = view.itemAtIndex(i);
            if (!item || (i > row && used + item.height > room))
                break;
            used += item.height + view.spacing;
            last = i;
        }
        rowsHeight = used;
        nextHeight = view.itemAtIndex(last + 1)?.height ?? 0;
        view.height = Math.max(1, Math.min(room, used - view.spacing));
        return last;
    }

    // A row, or the one after the page, became taller or lower while the page was shown.
    function follow(): void {
        let used = 0;
        for (let i = firstRow; i <= lastRow && i < view.count; i++)
            used += (view.itemAtIndex(i)?.height ?? 0) + view.spacing;
        const next = view.itemAtIndex(lastRow + 1)?.height ?? 0;
        // The row after the page comes and goes as the view sees fit; only when it was and is there, it can have grown.
        if (Math.abs(used - rowsHeight) > 0.5 || (next > 0 && nextHeight > 0 && Math.abs(next - nextHeight) > 0.5))
            refresh();
    }

    function refresh(): void {
        open(Math.min(firstRow, Math.max(0, view.count - 1)));
    }

    implicitWidth: 600
    implicitHeight: 600

    onHeightChanged: later.restart()
    onWidthChanged: later.restart()

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
            icon: "arrow-up"
            enabled: list.tops.length > 0
            onClicked: list.backward()
        }

        Label {
            id: pages

            width: Math.ceil(implicitWidth)
            text: qsTr("%1–%2 / %3").arg(list.firstRow + 1).arg(list.lastRow + 1).arg(view.count)
            role: "label"
            color: Theme.mute
            wraps: false
        }

        QuietButton {
            width: pager.unit
            text: qsTr("Xem tiếp")
            iconAfter: "arrow-down"
            enabled: list.lastRow < view.count - 1
            onClicked: list.forward()
        }
    }
}
