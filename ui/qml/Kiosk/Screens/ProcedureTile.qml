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

    readonly property bool flat: Theme.scale >= 1.5 // a row where a tile would push the others off the screen

    implicitHeight: flat ? row.implicitHeight : face.implicitHeight

    ListRow {
        id: row

        visible: tile.flat
        anchors.fill: parent
        title: tile.title
        icon: tile.icon
        onClicked: tile.chosen(tile.key)
    }

    Tile {
        id: face

        visible: !tile.flat
        anchors.fill: parent
        text: tile.title
        icon: tile.icon
        tint: Theme.named(tile.tint)
        onClicked: tile.chosen(tile.key)
    }
}
