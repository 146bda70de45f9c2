import QtQuick
import Kiosk.Theme
import Kiosk.Controls

// A small form made of the real controls, for the robot to be tried on.
Window {
    id: window

    property string page: "form"
    property bool covered: false

    width: 1080
    height: 1920
    visible: true
    color: Theme.paper

    Column {
        x: 48
        y: 40
        width: 984
        spacing: 16
        visible: window.page === "form"

        Label { text: "Đơn thử" ; role: "question" }
        Text { text: "Chữ vẽ không tên" }
        TextBox { width: parent.width; label: "Họ tên"; hints: "name" }
        TextBox { width: parent.width; label: "Nơi ở"; hints: "text" }
        TextBox { width: parent.width; label: "Số định danh"; hints: "digits"; masked: true }
        Stepper { id: copies; width: parent.width; label: "Số bản"; onChanged: value => copies.value = value }
    }

    Column {
        x: 48
        y: 40
        width: 984
        spacing: 16
        visible: window.page === "choices"

        Repeater {
            model: ["Nam", "Nữ", "Nữ chưa rõ"]

            ChoiceRow {
                required property string modelData
                width: 984
                text: modelData
                selected: window.title === modelData
                onClicked: window.title = modelData
            }
        }
        CheckRow { id: tick; width: parent.width; text: "Nhận tin nhắn"; onClicked: checked = !checked }
        QuietButton { text: "Không bấm được"; enabled: false }
        QuietButton { text: "Bấm mãi không chọn" }
        DateField { id: date; width: parent.width; label: "Ngày sinh"; partial: true }
    }

    PagedList {
        x: 48
        y: 40
        width: 984
        height: 900
        visible: window.page === "list"
        model: 40
        delegate: ListRow {
            required property int index
            width: 984
            title: "Tỉnh số " + (index + 1)
            onClicked: window.title = title
        }
    }

    Row {
        x: 48
        y: 1620
        spacing: 16
        Repeater {
            model: ["form", "choices", "list"]
            QuietButton {
                required property string modelData
                text: "Trang " + modelData
                onClicked: window.page = modelData
            }
        }
        QuietButton { text: "Che lại"; onClicked: window.covered = true }
    }

    KeyboardPanel {}

    Rectangle {
        anchors.fill: parent
        visible: window.covered
        color: Theme.paper
        MouseArea { anchors.fill: parent }
        Label { y: 100; text: "Đã che" }
        QuietButton { y: 400; text: "Bỏ che"; onClicked: window.covered = false }
    }
}
