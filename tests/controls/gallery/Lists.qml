pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme
import Kiosk.Controls

GalleryFrame {
    id: page

    Label {
        id: head
        text: "Dân tộc của bé"
        role: "question"
        width: parent.width
    }
    PagedList {
        id: list
        objectName: "list"
        y: head.height + Theme.gap
        width: parent.width
        height: parent.height - y
        model: ["Kinh", "Tày", "Thái", "Mường", "Khmer", "Hoa", "Nùng", "Mông", "Dao", "Gia Rai", "Ê Đê", "Ba Na", "Sán Chay (còn gọi là Cao Lan – Sán Chỉ) và các nhóm gần gũi", "Chăm", "Cơ Ho", "Xơ Đăng"]
        delegate: ListRow {
            required property string modelData
            required property int index
            width: list.width
            title: modelData
            subtitle: index % 3 === 0 ? "của mẹ" : ""
            icon: index % 2 === 0 ? "users" : ""
            trailing: index === 1 ? "08:42" : ""
        }
    }
    actionBar: ActionBar {
        nextText: ""
    }
}
