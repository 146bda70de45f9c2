pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

// Ten digits and «Xóa»; with ``filler`` also «<», which stands on cards where a day is not known.
Rectangle {
    id: pad

    readonly property real space: Theme.landscape ? 10 : 12
    readonly property real inset: Theme.landscape ? 10 : 16

    property bool filler: false

    signal digit(text: string)
    signal erase

    implicitWidth: Theme.landscape ? 480 : 984
    implicitHeight: Theme.landscape ? 4 * 76 + 3 * space + 2 * inset : 4 * 128 + 3 * space + 2 * inset
    radius: Theme.radiusCard
    color: Theme.keyboard

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", pad.filler ? "<" : "", "0", qsTr("Xóa")]

        PadKey {
            id: key

            required property string modelData
            required property int index

            readonly property real cellWidth: (pad.width - 2 * pad.inset - 2 * pad.space) / 3
            readonly property real cellHeight: (pad.height - 2 * pad.inset - 3 * pad.space) / 4

            x: pad.inset + (index % 3) * (cellWidth + pad.space)
            y: pad.inset + Math.floor(index / 3) * (cellHeight + pad.space)
            width: cellWidth
            height: cellHeight
            visible: modelData !== ""
            text: modelData
            special: index === 11
            onClicked: special ? pad.erase() : pad.digit(modelData)
        }
    }
}
