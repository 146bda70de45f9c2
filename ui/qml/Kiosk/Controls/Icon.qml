import QtQuick
import Kiosk.Theme

// One glyph of the icon font, by its Phosphor name; decoration only, so screen readers pass it by.
Text {
    id: icon

    property string name
    property int size: Theme.icon
    property string weight: "" // "" | "bold" | "fill"

    readonly property string glyphName: weight === "" ? name : name + "-" + weight

    text: name === "" ? "" : Theme.glyph(glyphName)
    color: Theme.ink
    font.family: Theme.iconFont
    font.pixelSize: size
    width: name === "" ? 0 : size
    height: size
    horizontalAlignment: Text.AlignHCenter
    verticalAlignment: Text.AlignVCenter
    renderType: Text.QtRendering
    Accessible.ignored: true
}
