pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// The state of a dossier: a moment after it was sealed, or whenever its code is typed.
Item {
    id: screen

    required property OutcomeModel model
    readonly property real part: Theme.landscape ? (width - Theme.gap) / 2 : width
    property Item bar: ActionBar {
        backText: screen.model.justSealed ? qsTr("Tôi đã ghi mã") : qsTr("Quay lại")
        backIcon: screen.model.justSealed ? "" : "arrow-left"
        nextText: qsTr("Xong – rời máy")
        nextIcon: "sign-out"
        onBack: screen.model.act(screen.model.justSealed ? "noted" : "home")
        onNext: screen.model.act("done")
    }

    Column {
        id: state

        width: screen.part
        spacing: Theme.gap

        StateCard {
            width: parent.width
            tone: screen.model.tone
            icon: screen.model.icon
            title: screen.model.title
            text: screen.model.text
            strong: screen.model.strong
        }

        Card {
            width: parent.width
            padding: Theme.landscape ? 16 : 32
            spacing: 12

            Label {
                width: parent.width
                text: screen.model.heading
                role: "label"
                color: Theme.mute
                strong: true
            }

            Item {
                width: parent.width
                height: Math.max(slip.height, code.height)

                Column {
                    id: slip

                    width: parent.width - code.width - Theme.gap
                    spacing: Theme.landscape ? 6 : 14

                    LabelledText {
                        width: parent.width
                        label: qsTr("Mã tra cứu")
                        text: screen.model.code
                        large: true
                    }

                    LabelledText {
                        visible: screen.model.dossierCode !== ""
                        width: parent.width
                        label: qsTr("Mã hồ sơ")
                        text: screen.model.dossierCode
                    }

                    LabelledText {
                        width: parent.width
                        label: qsTr("Thủ tục")
                        text: screen.model.procedure
                    }

                    LabelledText {
                        visible: screen.model.documents !== ""
                        width: parent.width
                        label: qsTr("Giấy tờ kèm theo")
                        text: screen.model.documents
                    }

                    Label {
                        width: parent.width
                        text: qsTr("Cất trong máy lúc %1").arg(screen.model.sealedAt)
                        role: "label"
                        color: Theme.mute
                    }
                }

                QrPicture {
                    id: code

                    anchors.right: parent.right
                    size: Theme.landscape ? 190 : 280
                    source: screen.model.qr
                    label: qsTr("Mã để chụp lại")
                }
            }
        }
    }

    Column {
        id: rest

        x: Theme.landscape ? screen.part + Theme.gap : 0
        y: Theme.landscape ? 0 : state.height + Theme.gap
        width: screen.part
        spacing: Theme.landscape ? 10 : 16

        Label {
            visible: steps.count > 0
            width: parent.width
            text: qsTr("Việc cần làm tiếp")
            role: "title"
        }

        GoldButton {
            visible: screen.model.canProve
            width: parent.width
            text: qsTr("Xem lời nhắn của cán bộ")
            icon: "chat-text"
            onClicked: screen.model.act("reasons")
        }
    }

    PagedList {
        id: steps

        visible: count > 0
        x: rest.x
        y: rest.y + rest.height + (rest.height > 0 ? Theme.gap : 0)
        width: screen.part
        height: parent.height - y
        model: screen.model.nextSteps
        delegate: NextStep {
            width: steps.width
        }
    }

    PagedList {
        id: story

        visible: !screen.model.justSealed
        x: rest.x
        y: steps.y
        width: screen.part
        height: parent.height - y
        model: reasons.count > 0 ? screen.model.reasons : screen.model.events
        delegate: reasons.count > 0 ? words : happened
    }

    Repeater {
        id: reasons

        model: screen.model.reasons

        Item {
        }
    }

    Component {
        id: words

        FactCard {
            width: story.width
        }
    }

    Component {
        id: happened

        EventLine {
            width: story.width
        }
    }
}
