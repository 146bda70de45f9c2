import QtQuick
import Kiosk.Controls
import Kiosk.Theme

// A line of the paper with «Sửa» beside it, or the heading of its section.
Item {
    id: line

    required property string key
    required property string label
    required property string text
    required property bool heading
    required property bool missing

    signal mend(key: string)

    height: heading ? title.height + 24 : Math.max(words.height + 20, mender.visible ? mender.height + 16 : 0)

    Label {
        id: title

        visible: line.heading
        y: 16
        width: parent.width
        text: line.label
        strong: true
        color: Theme.lacquer
    }

    Column {
        id: words

        visible: !line.heading
        y: 8
        width: parent.width - (mender.visible ? mender.width + Theme.gap : 0)
        spacing: 2

        Label {
            width: parent.width
            text: line.label
            role: "label"
            color: Theme.mute
        }

        Label {
            width: parent.width
            text: line.text
            strong: !line.missing
            color: line.missing ? Theme.waiting : Theme.ink
        }
    }

    LinkButton {
        id: mender

        visible: !line.heading && line.key !== ""
        anchors.right: parent.right
        anchors.verticalCenter: words.verticalCenter
        text: qsTr("Sửa")
        icon: "pencil-simple"
        Accessible.name: qsTr("Sửa: %1").arg(line.label)
        onClicked: line.mend(line.key)
    }

    Rectangle {
        visible: !line.heading
        y: parent.height - 1
        width: parent.width
        height: 1
        color: Theme.line
    }
}
