import QtQuick
import Kiosk.Theme

// Icon, words, icon: centred together (or to the left), the words wrapping before anything is cut.
Item {
    id: face

    property string text
    property string icon
    property string iconAfter
    property color color: Theme.ink
    property color iconColor: color
    property string role: "action"
    property int weight: Font.DemiBold
    property bool centred: true
    property bool silent: true // the button around it speaks for it
    property int iconSize: Theme.icon

    readonly property int space: Theme.landscape ? 12 : 20
    readonly property real beside: (icon === "" ? 0 : iconSize + space) + (iconAfter === "" ? 0 : iconSize + space)

    implicitWidth: Math.ceil(words.implicitWidth + beside) + 2
    implicitHeight: Math.max(words.implicitHeight, icon === "" && iconAfter === "" ? 0 : iconSize)

    Row {
        anchors.verticalCenter: parent.verticalCenter
        x: face.centred ? Math.round((face.width - width) / 2) : 0
        spacing: face.space

        Icon {
            name: face.icon
            size: face.iconSize
            visible: face.icon !== ""
            color: face.iconColor
            anchors.verticalCenter: parent.verticalCenter
        }

        Label {
            id: words

            text: face.text
            role: face.role
            color: face.color
            silent: face.silent
            font.weight: face.weight
            width: Math.ceil(Math.min(implicitWidth, face.width - face.beside))
            lineHeight: lineCount > 1 ? 0.92 : 1
            horizontalAlignment: face.centred ? Text.AlignHCenter : Text.AlignLeft
            anchors.verticalCenter: parent.verticalCenter
        }

        Icon {
            name: face.iconAfter
            size: face.iconSize
            visible: face.iconAfter !== ""
            color: face.iconColor
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
