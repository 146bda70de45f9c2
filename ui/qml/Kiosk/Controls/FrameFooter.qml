pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

// The footer, or in landscape the rail on the left.
Rectangle {
    id: footer

    property var items: []

    readonly property int count: items.length
    readonly property real space: Theme.landscape ? 8 : Theme.scale > 1.3 ? 4 : 10
    readonly property real inset: Theme.landscape ? 8 : Theme.scale > 1.3 ? 6 : Theme.margin / 2

    signal clicked(string key)

    color: Theme.card

    Rectangle {
        width: Theme.landscape ? 2 : parent.width
        height: Theme.landscape ? parent.height : 2
        x: Theme.landscape ? parent.width - 2 : 0
        color: Theme.line
    }

    Repeater {
        model: footer.items

        IconTextButton {
            id: button

            required property int index
            required property var modelData

            readonly property real room: Theme.landscape ? footer.height - 2 * footer.inset : footer.width - 2 * footer.inset
            readonly property real part: (room - footer.space * (footer.count - 1)) / Math.max(1, footer.count)

            x: Theme.landscape ? footer.inset : footer.inset + index * (part + footer.space)
            y: Theme.landscape ? footer.inset + index * (part + footer.space) : Math.round((footer.height - height) / 2)
            width: Theme.landscape ? footer.width - 2 * footer.inset : part
            height: Theme.landscape ? Math.min(part, 150) : footer.height - 32
            text: modelData.text
            icon: modelData.icon ?? ""
            strong: modelData.strong ?? false
            onClicked: footer.clicked(modelData.key)
        }
    }
}
