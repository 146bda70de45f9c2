import QtQuick
import Kiosk.Theme

// A thing and its name above it («Mã tra cứu», K7F3-29QD-4M).
Column {
    id: pair

    property string label
    property string text
    property bool large: false // the lookup code itself
    property bool whole: large // a code is read in one piece: smaller, never broken

    spacing: 2

    Label {
        width: parent.width
        text: pair.label
        role: "label"
        color: Theme.mute
    }

    Label {
        width: parent.width
        text: pair.text
        role: "action"
        color: pair.large ? Theme.lacquer : Theme.ink
        font.pixelSize: pair.large ? Math.round((Theme.display + Theme.question) / 2) : Theme.action
        font.weight: pair.large ? Font.ExtraBold : Font.DemiBold
        wraps: !pair.whole
        fontSizeMode: pair.whole ? Text.HorizontalFit : Text.FixedSize
        minimumPixelSize: Theme.least
    }
}
