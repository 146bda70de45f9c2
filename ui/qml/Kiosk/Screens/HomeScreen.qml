pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// What works on this machine, and nothing else.
Page {
    id: screen

    required property HomeModel model

    Column {
        id: column

        width: parent.width
        spacing: Theme.gap

        Label {
            width: parent.width
            text: qsTr("Hôm nay cần làm việc gì?")
            role: "display"
        }

        Label {
            visible: text !== "" && !Theme.landscape && Theme.scale < 1.3
            width: parent.width
            text: screen.model.subtitle
            color: Theme.mute
        }

        Panel {
            visible: text !== ""
            width: parent.width
            tone: "waiting"
            icon: "info"
            text: screen.model.notice
        }

        Grid {
            id: firsts

            readonly property real unit: (width - (columns - 1) * spacing) / columns

            width: parent.width
            columns: Theme.landscape && screen.model.card ? 2 : 1
            spacing: Theme.gap

            FieldButton {
                width: firsts.unit
                height: Theme.landscape && screen.model.card ? hero.height : implicitHeight
                text: qsTr("Tìm thủ tục")
                hint: screen.model.situations ? qsTr("khai sinh, thường trú, trợ cấp…") : qsTr("khai sinh, tạm trú…")
                onClicked: screen.model.ask("search")
            }

            HeroButton {
                id: hero

                visible: screen.model.card
                width: firsts.unit
                text: qsTr("Đặt thẻ căn cước")
                help: Theme.scale > 1.3 || Theme.landscape ? qsTr("Máy điền sẵn họ tên, ngày sinh.") : qsTr("Máy điền sẵn họ tên, ngày sinh. Máy không giữ thẻ. Không mang thẻ? Bấm «Tìm thủ tục».")
                onClicked: screen.model.ask("card")
            }
        }

        Label {
            width: parent.width
            topPadding: Theme.landscape ? 0 : Theme.gap
            text: screen.model.situations ? qsTr("Chọn theo việc trong đời sống") : qsTr("Làm được trên máy này")
            role: "title"
        }

    }

    // Life situations in three columns; procedures as tiles while there are few, rows in two columns while they fit;
    // else a list that pages.
    Loader {
        id: offer

        readonly property bool wide: !Theme.landscape && Theme.scale < 1.3
        readonly property real row: 164 // three lines of a long name, and the gap under it

        y: column.height + Theme.gap
        width: parent.width
        height: later.y - y - Theme.gap
        sourceComponent: {
            if (screen.model.situations && (wide || Theme.landscape && Theme.scale < 1.2))
                return asSituations;
            if (!wide || Math.ceil(screen.model.count / 2) * row > height + Theme.gap)
                return asList;
            return screen.model.count <= 4 ? asTiles : asRows;
        }
    }

    Component {
        id: asSituations

        Item {
            Grid {
                id: situations

                readonly property real unit: (width - (columns - 1) * spacing) / columns
                readonly property int lines: Math.ceil(screen.model.count / columns)

                width: parent.width
                columns: 3
                spacing: Theme.landscape ? 12 : 20

                Repeater {
                    model: screen.model.tiles

                    ProcedureTile {
                        width: situations.unit
                        height: Math.min(Theme.landscape ? 160 : 224, (offer.height - (situations.lines - 1) * situations.spacing) / situations.lines)
                        onChosen: key => screen.model.open(key)
                    }
                }
            }
        }
    }

    Component {
        id: asTiles

        Item {
            Grid {
                id: grid

                readonly property real unit: (width - (columns - 1) * spacing) / columns

                width: parent.width
                columns: 2
                spacing: Theme.gap

                Repeater {
                    model: screen.model.tiles

                    ProcedureTile {
                        width: grid.unit
                        height: Math.max(implicitHeight, 260)
                        onChosen: key => screen.model.open(key)
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
                spacing: Theme.gap

                Repeater {
                    model: screen.model.tiles

                    ListRow {
                        required property string key
                        required title
                        required icon

                        width: rows.unit
                        height: offer.row - Theme.gap
                        trailingIcon: ""
                        onClicked: screen.model.open(key)
                    }
                }
            }
        }
    }

    Component {
        id: asList

        PagedList {
            id: list

            model: screen.model.tiles
            delegate: ListRow {
                required property string key
                required title
                required icon

                width: list.rowWidth
                onClicked: screen.model.open(key)
            }
        }
    }

    Grid {
        id: later

        y: parent.height - height
        width: parent.width
        columns: Theme.landscape || Theme.scale < 1.3 ? 2 : 1
        spacing: Theme.gap

        readonly property real unit: (width - (columns - 1) * spacing) / columns

        GoldButton {
            width: later.unit
            text: qsTr("Làm tiếp hồ sơ dở")
            icon: "file-text"
            onClicked: screen.model.ask("resume")
        }

        GoldButton {
            width: later.unit
            text: qsTr("Tra cứu hồ sơ")
            icon: "magnifying-glass"
            onClicked: screen.model.ask("track")
        }
    }
}
