pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The lookup code of the dossier just begun, and who it is for.
Page {
    id: screen

    required property WhoModel model
    bar: ActionBar {
        nextEnabled: screen.model.canGoOn
        onBack: screen.model.back()
        onNext: screen.model.next()
    }

    Column {
        width: parent.width
        spacing: Theme.gap

        Label {
            width: parent.width
            text: screen.model.procedure
            role: "label"
            color: Theme.lacquer
            strong: true
            elide: Text.ElideRight
            maximumLineCount: Theme.landscape ? 1 : 3
        }

        Card {
            width: parent.width
            padding: Theme.landscape && Theme.scale > 1.3 ? 14 : Theme.landscape ? 24 : 40

            LabelledText {
                width: parent.width
                label: qsTr("Mã tra cứu")
                text: screen.model.code
                large: true
            }

            Label {
                visible: !Theme.landscape
                width: parent.width
                text: screen.model.keepText
            }
        }

        Label {
            width: parent.width
            topPadding: Theme.landscape ? 0 : Theme.gap
            text: qsTr("Đang làm hồ sơ cho ai?")
            role: "question"
        }

        Grid {
            id: rows

            width: parent.width
            columns: Theme.landscape ? 2 : 1
            spacing: Theme.landscape ? 12 : 16

            Repeater {
                model: screen.model.options

                ChoiceRow {
                    required property string key
                    required text
                    required help
                    required selected

                    width: (rows.width - (rows.columns - 1) * rows.spacing) / rows.columns
                    onClicked: screen.model.choose(key)
                }
            }
        }
    }
}
