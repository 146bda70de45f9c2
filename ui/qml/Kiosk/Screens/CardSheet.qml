pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Theme

// A card that was read: whose it is, what it says, and only then into the dossier.
Sheet {
    id: sheet

    required property ShellModel shell
    required property CardModel card

    opened: sheet.shell.overlay === "card"
    icon: Theme.landscape ? "" : "identification-card"
    title: sheet.card.fault !== "" ? qsTr("Chưa đọc được thẻ") : sheet.card.owner !== "" ? qsTr("Điền vào hồ sơ?") : sheet.shell.inForm ? qsTr("Thẻ này của ai?") : qsTr("Đã đọc thẻ")
    text: sheet.card.fault

    // The face beside what the card says.
    Row {
        visible: sheet.card.fault === ""
        width: parent.width
        spacing: Theme.gap

        Image {
            id: face

            visible: sheet.card.face !== ""
            width: Theme.landscape ? 120 : 240
            height: Theme.landscape ? 150 : 300
            source: sheet.card.face
            fillMode: Image.PreserveAspectFit
            horizontalAlignment: Image.AlignLeft
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Ảnh trong chip của thẻ")
        }

        Column {
            width: parent.width - (face.visible ? face.width + parent.spacing : 0)
            spacing: 10

            Label {
                visible: text !== ""
                width: parent.width
                text: sheet.card.believed
                color: Theme.leaf
                strong: true
            }

            Repeater {
                model: [sheet.card.name, qsTr("Số định danh: %1").arg(sheet.card.number), qsTr("Ngày sinh: %1").arg(sheet.card.born)].filter(line => line !== "")

                Label {
                    required property string modelData
                    required property int index

                    width: parent?.width ?? 0
                    text: modelData
                    strong: index === 0
                }
            }

            Label {
                visible: sheet.card.oldAddress !== "" && !Theme.landscape
                width: parent.width
                text: qsTr("Địa chỉ ghi trên thẻ: %1 (máy không tự điền địa chỉ này)").arg(sheet.card.oldAddress)
                role: "label"
                color: Theme.mute
            }

            Label {
                visible: sheet.card.owner !== ""
                width: parent.width
                text: sheet.card.owner
                color: Theme.lacquer
                strong: true
            }

            Label {
                visible: text !== ""
                width: parent.width
                text: sheet.card.differs
                color: Theme.waiting
            }

            Label {
                visible: text !== "" && !Theme.landscape
                width: parent.width
                text: sheet.card.note
                role: "label"
                color: Theme.mute
            }

            Label {
                visible: !sheet.shell.inForm
                width: parent.width
                text: qsTr("Chọn việc cần làm trước. Đến câu hỏi về giấy tờ, máy sẽ hỏi thẻ này của ai.")
            }
        }
    }

    Repeater {
        model: sheet.card.owner === "" && sheet.card.fault === "" ? sheet.card.owners : null

        GoldButton {
            required property string key
            required text

            width: parent?.width ?? 0
            onClicked: sheet.card.answer(key)
        }
    }

    PrimaryButton {
        visible: sheet.card.owner !== ""
        width: parent.width
        text: qsTr("Đúng, điền vào hồ sơ")
        onClicked: sheet.card.answer("confirm")
    }

    QuietButton {
        visible: sheet.card.owner !== ""
        width: parent.width
        text: qsTr("Chọn lại người")
        onClicked: sheet.card.answer("back")
    }

    QuietButton {
        visible: sheet.card.owner === "" && sheet.card.fault === "" && sheet.shell.inForm
        width: parent.width
        text: qsTr("Cất hồ sơ, bắt đầu người mới")
        onClicked: sheet.card.answer("newcomer")
    }

    QuietButton {
        visible: sheet.card.owner === ""
        width: parent.width
        text: sheet.card.fault !== "" ? qsTr("Đóng") : qsTr("Không dùng thẻ này")
        onClicked: sheet.card.answer("close")
    }
}
