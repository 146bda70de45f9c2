pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Theme

// The footer, or in landscape the rail on the left.
Rectangle {
    id: footer

    property var items: []

    readonly property bool even: Theme.landscape || Theme.scale < 1.3 // else a longer word has a wider button

    signal clicked(key: string)

    color: Theme.card

    Rectangle {
        width: Theme.landscape ? 2 : parent.width
        height: Theme.landscape ? parent.height : 2
        x: Theme.landscape ? parent.width - 2 : 0
        color: Theme.line
    }

    GridLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.landscape ? 8 : footer.even ? 24 : 8
        anchors.rightMargin: anchors.leftMargin
        anchors.topMargin: Theme.landscape ? 8 : 16
        anchors.bottomMargin: anchors.topMargin
        columns: Theme.landscape ? 1 : Math.max(1, footer.items.length)
        columnSpacing: 16
        rowSpacing: 12

        Repeater {
            model: footer.items

            IconTextButton {
                required property var modelData

                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.maximumHeight: Theme.landscape ? 150 : footer.height - 32
                Layout.preferredWidth: footer.even ? 100 : naturalWidth + (strong ? 12 : 0) // clear of its edge
                text: modelData.text
                icon: modelData.icon ?? ""
                strong: modelData.strong ?? false
                onClicked: footer.clicked(modelData.key)
            }
        }
    }
}
