import QtQuick
import Kiosk.Controls
import Kiosk.Theme

// A procedure or a life situation on Home.
Item {
    id: tile

    required property string key
    required property string title
    required property string icon
    required property string tint

    property bool bare: false // no room for the icon

    signal chosen(key: string)

    implicitHeight: face.implicitHeight

    Tile {
        id: face

        anchors.fill: parent
        text: tile.title
        icon: tile.bare ? "" : tile.icon
        tint: Theme.named(tile.tint)
        onClicked: tile.chosen(tile.key)
    }
}
