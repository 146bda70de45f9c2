pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// What there is to do: life situations as tiles, few procedures as larger ones; rows in two columns where tiles do not
// fit, and a list that pages where those do not fit either.
Loader {
    id: offer

    required property HomeModel model

    readonly property bool large: Theme.scale > 1.3
    readonly property int columns: model.situations ? 3 : 2
    readonly property real gap: Theme.landscape ? 12 : 20
    readonly property real tile: model.situations ? Math.round(2 * gap + (Theme.scale > 1.1 ? 3 : 2) * Theme.body * 1.35) : 260 // without its icon
    readonly property real pictured: tile - gap + Math.round(Theme.icon * 1.75) + (Theme.landscape ? 8 : 14) // with its icon
    readonly property real row: Math.max(model.situations ? (Theme.landscape ? 84 : 128) : (Theme.landscape ? 116 : 144), 2 * Theme.body * 1.35 + gap) // two lines

    // Whether so many lines of this height have room.
    function fits(lines: int, each: real): bool {
        return lines * (each + gap) - gap <= height;
    }

    sourceComponent: {
        if (!large && (model.situations || model.count <= 4) && fits(Math.ceil(model.count / columns), tile))
            return asTiles;
        return !large && fits(Math.ceil(model.count / 2), row) ? asRows : asList;
    }

    Component {
        id: asTiles

        Item {
            Grid {
                id: tiles

                readonly property real unit: (width - (columns - 1) * spacing) / columns
                readonly property int lines: Math.ceil(offer.model.count / columns)
                readonly property real room: (offer.height + spacing) / lines - spacing

                width: parent.width
                columns: offer.columns
                spacing: offer.gap

                Repeater {
                    model: offer.model.tiles

                    ProcedureTile {
                        width: tiles.unit
                        height: Math.min(tiles.room, offer.model.situations ? 240 : 325)
                        bare: height < offer.pictured
                        onChosen: key => offer.model.open(key)
                    }
                }
            }
        }
    }

    Component {
        id: asRows

        Item {
            Grid {
                id: rows

                readonly property real unit: (width - (columns - 1) * spacing) / columns

                width: parent.width
                columns: 2
                spacing: offer.gap

                Repeater {
                    model: offer.model.tiles

                    ListRow {
                        required property string key
                        required title
                        required icon

                        width: rows.unit
                        height: offer.row
                        trailingIcon: ""
                        onClicked: offer.model.open(key)
                    }
                }
            }
        }
    }

    Component {
        id: asList

        PagedList {
            id: list

            model: offer.model.tiles
            delegate: ListRow {
                required property string key
                required title
                required icon

                width: list.rowWidth
                onClicked: offer.model.open(key)
            }
        }
    }
}
