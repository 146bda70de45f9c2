import QtQuick
import Kiosk.Controls
import Kiosk.Theme

// A procedure on Home.
Item {
    id: tile

    required property string key
    required property string title
    required property string icon
    required property string tint

    signal chosen(key: string)

    implicitHeight: face.implicitHeight

    Tile {
        id: face

        anchors.fill: parent
        text: tile.title
        icon: tile.icon
        tint: Theme.named(tile.tint)
        onClicked: tile.chosen(tile.key)
    }
}
