import QtQuick
import Kiosk.Theme
import Kiosk.Controls

GalleryFrame {
    id: page

    property string hints: "name"

    Column {
        width: parent.width
        spacing: Theme.gap

        QuestionHead {
            width: parent.width
            parts: 6
            part: 4
            title: "Đăng ký khai sinh"
            place: "Phần 4/6: Bé · câu 1/6"
            question: "Họ, chữ đệm, tên của bé"
            help: "Gõ đủ dấu, đúng như muốn ghi trong Giấy khai sinh."
        }
        TextBox {
            objectName: "field"
            width: parent.width
            label: "Họ, chữ đệm, tên của bé"
            hints: page.hints
        }
        Panel {
            width: parent.width
            visible: !(Theme.landscape && Theme.keyboardUp)
            tone: "saved"
            text: "Đã lưu. Muốn làm tiếp: mã K7F3-29QD-4M hoặc đặt thẻ."
        }
    }
    actionBar: ActionBar {}
    KeyboardPanel {
        id: panel
    }
    Component.onCompleted: panel.parent = page
}
