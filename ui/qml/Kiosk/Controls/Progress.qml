pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

// Where we are: the procedure, the part and question, and one bar per part. A name too long for its two lines (one on a
// low screen) is cut, and a touch anywhere here opens the whole of it.
Item {
    id: progress

    property int parts: 1
    property int part: 1 // 1-based
    property string title
    property string place
    property bool more: false // there is more to the name than the title
    readonly property bool single: Theme.landscape
    readonly property real room: width - whereabouts.width - Theme.gap // for the name
    readonly property bool opens: more || whole.advanceWidth > (single ? 0.98 : 1.8) * room

    signal opened

    implicitWidth: 600
    implicitHeight: bars.y + bars.height

    TextMetrics {
        id: whole

        font: procedure.font
        text: progress.title
    }

    Label {
        id: procedure

        width: Math.ceil(Math.min(whole.advanceWidth + 2, progress.room - (progress.opens ? sign.size + 8 : 0)))
        text: progress.title
        role: "label"
        color: Theme.lacquer
        strong: true
        wraps: !progress.single
        elide: Text.ElideRight
        maximumLineCount: progress.single ? 1 : 2
        silent: progress.opens
    }

    Icon {
        id: sign

        visible: progress.opens
        x: procedure.width + 8
        y: Math.round((procedure.height / Math.max(1, procedure.lineCount) - height) / 2)
        size: Math.round(Theme.label * 1.2)
        name: "info"
        color: Theme.lacquer
    }

    Label {
        id: whereabouts

        x: progress.width - width
        width: Math.min(Math.ceil(implicitWidth), Math.round(progress.width * (progress.single ? 0.68 : 0.5)))
        text: progress.place
        role: "label"
        color: Theme.mute
        wraps: !progress.single
        elide: progress.single ? Text.ElideMiddle : Text.ElideNone
        horizontalAlignment: Text.AlignRight
    }

    Pressable {
        visible: progress.opens
        y: Math.min(0, Math.round((progress.height - height) / 2))
        width: progress.width
        height: Math.max(progress.height, Theme.touch)
        text: progress.title
        Accessible.description: qsTr("Xem tên đầy đủ")
        onClicked: progress.opened()
    }

    Row {
        id: bars

        readonly property int space: 10

        y: Math.max(procedure.height, whereabouts.height) + (Theme.landscape ? 6 : 14)
        height: visible ? 16 : 0
        visible: !(Theme.landscape && Theme.scale > 1.3) // there, every line counts
        spacing: space

        Repeater {
            model: progress.parts

            Rectangle {
                id: bar

                required property int index

                readonly property bool here: index + 1 === progress.part
                readonly property bool done: index + 1 < progress.part

                width: (progress.width - bars.space * (progress.parts - 1)) / Math.max(1, progress.parts)
                height: here ? 16 : 8
                anchors.verticalCenter: parent?.verticalCenter
                radius: height / 2
                color: bar.here || bar.done ? Theme.lacquer : "transparent"
                border.width: bar.here || bar.done ? 0 : 2
                border.color: Theme.outline
            }
        }
    }
}
