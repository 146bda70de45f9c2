pragma ComponentBehavior: Bound

import QtQml.Models
import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The state of a dossier: a moment after it was sealed, or whenever its code is typed.
Page {
    id: screen

    required property OutcomeModel model
    required property VisitModel visit
    readonly property int together: 3 // steps or states that stand in one block; the others may come on the next page
    readonly property bool tight: Theme.landscape || Theme.scale > 1.1 // there is no room for both, and what was asked for last comes first
    readonly property bool visitFirst: tight && visit.asked
    bar: ActionBar {
        backText: screen.model.justSealed ? qsTr("Tôi đã ghi mã") : qsTr("Quay lại")
        backIcon: screen.model.justSealed ? "" : "arrow-left"
        nextText: qsTr("Xong – rời máy")
        nextIcon: "sign-out"
        onBack: screen.model.act(screen.model.justSealed ? "noted" : "home")
        onNext: screen.model.act("done")
    }

    PagedList {
        id: list

        anchors.fill: parent
        model: blocks
    }

    ObjectModel {
        id: blocks

        Column {
            width: list.rowWidth
            spacing: Theme.landscape ? 12 : 16

            SlipLine {
                width: list.rowWidth
                model: screen.model
            }

            StateCard {
                width: list.rowWidth
                tone: screen.visitFirst ? screen.visit.tone : screen.model.tone
                icon: screen.visitFirst ? screen.visit.icon : screen.model.icon
                title: screen.visitFirst ? screen.visit.title : screen.model.title
                text: screen.visitFirst ? screen.visit.text : screen.model.text
                strong: screen.visitFirst ? screen.visit.note : screen.model.strong

                // Large text, or a visit, on a low screen: the slip is on the next page, its code already here.
                Label {
                    visible: screen.visit.title === "" ? Theme.landscape && Theme.scale > 1.3 : screen.tight
                    width: parent?.width ?? 0
                    text: qsTr("Mã tra cứu: %1").arg(screen.model.code)
                    strong: true
                    color: Theme.lacquer
                }

                GoldButton {
                    visible: screen.visitFirst && text !== ""
                    width: parent?.width ?? 0
                    text: screen.visit.choose
                    icon: "calendar-plus"
                    onClicked: screen.visit.act("choose")
                }
            }
        }

        VisitCard {
            width: list.rowWidth
            tone: screen.visitFirst ? screen.model.tone : screen.visit.tone
            icon: screen.visitFirst ? screen.model.icon : screen.visit.icon
            title: screen.visitFirst ? screen.model.title : screen.visit.title
            text: screen.visitFirst ? screen.model.text : screen.visit.text
            note: screen.visitFirst ? screen.model.strong : screen.visit.note
            choose: screen.visitFirst ? "" : screen.visit.choose
            onChosen: screen.visit.act("choose")
        }

        Slip {
            width: list.rowWidth
            model: screen.model
            visit: screen.visit
        }

        VisitButtons {
            width: list.rowWidth
            model: screen.visit
        }

        Column {
            width: list.rowWidth
            spacing: 8

            Label {
                visible: steps.count > 0
                width: parent.width
                text: qsTr("Việc cần làm tiếp")
                role: "title"
            }

            Repeater {
                id: steps

                model: screen.model.nextSteps

                NextStep {
                    width: list.rowWidth
                    visible: index < screen.together
                }
            }
        }

        Column {
            width: list.rowWidth
            spacing: 8

            Repeater {
                model: screen.model.nextSteps

                NextStep {
                    width: list.rowWidth
                    visible: index >= screen.together
                }
            }

            GoldButton {
                visible: screen.model.canProve
                width: parent.width
                text: qsTr("Xem lời nhắn của cán bộ")
                icon: "chat-text"
                onClicked: screen.model.act("reasons")
            }

            Label {
                visible: reasons.count > 0
                width: parent.width
                text: qsTr("Lời nhắn của cán bộ")
                role: "title"
            }

            Repeater {
                id: reasons

                model: screen.model.reasons

                FactCard {
                    width: list.rowWidth
                }
            }
        }

        Column {
            visible: !screen.model.justSealed && events.count > 0
            width: list.rowWidth
            height: visible ? implicitHeight : 0

            Label {
                width: parent.width
                text: qsTr("Hồ sơ đã qua các bước")
                role: "title"
            }

            Repeater {
                id: events

                model: screen.model.events

                EventLine {
                    width: list.rowWidth
                    visible: index < screen.together
                }
            }
        }

        Column {
            visible: !screen.model.justSealed
            width: list.rowWidth
            height: visible ? implicitHeight : 0

            Repeater {
                model: screen.model.events

                EventLine {
                    width: list.rowWidth
                    visible: index >= screen.together
                }
            }
        }
    }
}
