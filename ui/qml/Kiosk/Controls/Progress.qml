pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

// Where we are: the procedure, the part and question, and one bar per part.
Item {
    id: progress

    property int parts: 1
    property int part: 1 // 1-based
    property string title
    property string place

    implicitWidth: 600
    implicitHeight: bars.y + bars.height

    Label {
        id: name

        width: Math.ceil(Math.min(implicitWidth, Math.max(progress.width / 2, progress.width - whereabouts.implicitWidth - Theme.gap)))
        text: progress.title
        role: "label"
        color: Theme.lacquer
        strong: true
    }

    Label {
        id: whereabouts

        x: progress.width - width
        width: Math.min(Math.ceil(implicitWidth), progress.width - name.width - Theme.gap)
        text: progress.place
        role: "label"
        color: Theme.mute
        horizontalAlignment: Text.AlignRight
    }

    Row {
        id: bars

        readonly property int space: 10

        y: Math.max(name.height, whereabouts.height) + (Theme.landscape ? 6 : 14)
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
