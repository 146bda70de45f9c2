import QtQuick
import Kiosk.Theme

// A small number, by one more or one less.
Item {
    id: stepper

    property string label
    property int value: 0
    property int minimum: 0
    property int maximum: 10

    signal changed(value: int)

    implicitWidth: 600
    implicitHeight: Theme.landscape ? 72 : 132
    Accessible.role: Accessible.StaticText
    Accessible.name: label + ": " + value

    QuietButton {
        id: less

        height: stepper.height
        width: Math.max(implicitWidth, Math.round(stepper.width * 0.3))
        text: qsTr("Bớt")
        icon: "minus"
        enabled: stepper.value > stepper.minimum
        onClicked: stepper.changed(stepper.value - 1)
    }

    Label {
        anchors.left: less.right
        anchors.right: more.left
        anchors.verticalCenter: parent.verticalCenter
        text: stepper.value
        role: "display"
        horizontalAlignment: Text.AlignHCenter
        silent: true
    }

    QuietButton {
        id: more

        x: stepper.width - width
        height: stepper.height
        width: less.width
        text: qsTr("Thêm")
        icon: "plus"
        enabled: stepper.value < stepper.maximum
        onClicked: stepper.changed(stepper.value + 1)
    }
}
