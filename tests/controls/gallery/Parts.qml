import QtQuick
import Kiosk.Theme
import Kiosk.Controls

// What touches do: each control says here what it was told.
GalleryFrame {
    id: page

    property int presses: 0
    property int steps: 1
    property string heard

    actionBar: ActionBar {
        onBack: page.heard += "back "
        onNext: page.heard += "next "
    }
    onFooterClicked: key => page.heard += key + " "

    Column {
        width: parent.width
        spacing: Theme.gap

        PrimaryButton {
            objectName: "primary"
            width: parent.width
            text: "Bắt đầu"
            onClicked: page.presses += 1
        }
        CheckRow {
            width: parent.width
            text: "Sinh ở nước ngoài"
            onClicked: checked = !checked
        }
        ChoiceRow {
            width: parent.width
            text: "Nữ"
            onClicked: selected = true
        }
        Stepper {
            width: parent.width
            label: "Số bản sao"
            value: page.steps
            maximum: 2
            onChanged: value => page.steps = value
        }
        TextBox {
            objectName: "field"
            width: parent.width
            label: "Số định danh"
            text: "012302000007"
            masked: true
            hints: "digits"
        }
        QuietButton {
            width: parent.width
            text: "Hỏi"
            onClicked: sheet.opened = true
        }
    }

    Sheet {
        id: sheet

        parent: page
        title: "Cất hồ sơ?"
        text: "Giữ trong máy này."

        PrimaryButton {
            width: parent.width
            text: "Làm tiếp"
            onClicked: sheet.opened = false
        }
    }
}
