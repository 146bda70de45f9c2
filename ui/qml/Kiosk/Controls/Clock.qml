pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

// The time of day, each character in a cell of its own, because the digits of the font differ in width.
Row {
    id: clock

    property string text

    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Repeater {
        model: clock.text.length

        Label {
            required property int index

            readonly property string character: clock.text.charAt(index)

            text: character
            silent: true
            wraps: false
            color: Theme.headerInk
            width: Math.round(font.pixelSize * (character === ":" ? 0.34 : 0.64))
            horizontalAlignment: Text.AlignHCenter
            font.pixelSize: Math.round(Theme.least * (Theme.scale > 1.3 || Theme.landscape ? 1.05 : 1.4))
            font.weight: Font.DemiBold
        }
    }
}
