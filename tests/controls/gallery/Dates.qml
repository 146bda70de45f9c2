import QtQuick
import Kiosk.Theme
import Kiosk.Controls

GalleryFrame {
    id: page

    QuestionHead {
        id: head

        width: parent.width
        parts: 6
        part: 3
        title: "Đăng ký khai sinh"
        place: "Phần 3/6: Cha mẹ · câu 2/9"
        question: "Ngày sinh của mẹ"
        help: Theme.landscape ? "" : "Ghi đủ ngày, tháng nếu biết."
    }
    DateField {
        objectName: "field"
        y: head.height + Theme.gap
        width: parent.width
        height: parent.height - y
        label: "Ngày sinh của mẹ"
        day: 5
        month: 9
        year: 2002
        partial: true
        readBack: "ngày năm tháng chín năm hai nghìn không trăm lẻ hai"
    }
    actionBar: ActionBar {}
}
