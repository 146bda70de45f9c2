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
    readonly property bool paged: tops.length > 0 || lastRow < view.count - 1

    property var tops: [] // first rows of the pages before this one
    property int firstRow: 0
    property int lastRow: 0

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
        const room = port.height;
        view.height = room;
        view.forceLayout();
        view.positionViewAtIndex(row, ListView.Beginning);
        firstRow = row;
        lastRow = row;
        let used = 0;
        for (let i = row; i < view.count; i++) {
            const item = view.itemAtIndex(i);
            if (!item || (i > row && used + item.height > room))
                break;
            used += item.height + view.spacing;
            lastRow = i;
        }
        view.height = Math.max(1, Math.min(room, used - view.spacing));
    }

    implicitWidth: 600
    implicitHeight: 600

    onHeightChanged: Qt.callLater(list.refresh)
    onWidthChanged: Qt.callLater(list.refresh)

    function refresh(): void {
        open(Math.min(firstRow, Math.max(0, view.count - 1)));
    }

    Item {
        id: port

        width: list.width
        height: list.height - (list.paged ? pager.height + Theme.gap : 0)
        onHeightChanged: Qt.callLater(list.refresh)

        ListView {
            id: view

            width: parent.width
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
            onContentHeightChanged: Qt.callLater(list.refresh)
            onCountChanged: Qt.callLater(list.rewind)
            onModelChanged: Qt.callLater(list.rewind)
        }
    }

    Row {
        id: pager

        visible: list.paged
        y: list.height - height
        spacing: Theme.gap

        QuietButton {
            width: (list.width - 2 * Theme.gap - pages.width) / 2
            text: qsTr("Xem lại")
            icon: "arrow-up"
            enabled: list.tops.length > 0
            onClicked: list.backward()
        }

        Label {
            id: pages

            width: Math.ceil(implicitWidth)
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("%1–%2 / %3").arg(list.firstRow + 1).arg(list.lastRow + 1).arg(view.count)
            role: "label"
            color: Theme.mute
            wraps: false
        }

        QuietButton {
            width: (list.width - 2 * Theme.gap - pages.width) / 2
            text: qsTr("Xem tiếp")
            iconAfter: "arrow-down"
            enabled: list.lastRow < view.count - 1
            onClicked: list.forward()
        }
    }
}
