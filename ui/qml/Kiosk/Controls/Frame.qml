import QtQuick
import Kiosk.Theme

// What every resident screen has around it: header, footer (a rail in landscape), body, and the action bar.
Rectangle {
    id: frame

    default property alias content: body.data
    property string officeName
    property string machineName
    property string serviceText: qsTr("Dịch vụ công") // said before the machine's name, where there is room
    property string chipText
    property string chipIcon
    property string clockText
    property bool demo: false
    property bool keyboardUp: Theme.keyboardUp
    property Item actionBar: null
    property var footerItems: [
        { key: "home", text: qsTr("Trang đầu"), icon: "house-line" },
        { key: "read", text: qsTr("Nghe đọc"), icon: "speaker-high" },
        { key: "sight", text: qsTr("Dễ nhìn"), icon: "text-aa" },
        { key: "language", text: qsTr("Ngôn ngữ"), icon: "globe" },
        { key: "help", text: qsTr("Gọi hỗ trợ"), icon: "hand-waving", strong: true }
    ]

    readonly property real bodyTop: Theme.headerHeight + (Theme.landscape ? 12 : demo && Theme.scale > 1.3 ? 60 : 40)
    readonly property real actionTop: height - Theme.footerHeight - Theme.actionHeight
    readonly property real bodyBottom: keyboardUp ? actionTop - Theme.keyboardHeight
        : actionBar ? actionTop : height - Theme.footerHeight

    signal footerClicked(string key)

    color: Theme.paper

    onActionBarChanged: if (actionBar) actionBar.parent = actions

    FrameHeader {
        id: header

        width: frame.width
        height: Theme.headerHeight
        officeName: frame.officeName
        machineName: frame.machineName
        serviceText: frame.serviceText
        chipText: frame.chipText
        chipIcon: frame.chipIcon
        clockText: frame.clockText
        demo: frame.demo
    }

    Item {
        id: body

        x: Theme.railWidth + Theme.margin
        y: frame.bodyTop
        width: frame.width - Theme.railWidth - 2 * Theme.margin
        height: Math.max(0, frame.bodyBottom - frame.bodyTop - (frame.keyboardUp ? 8 : Theme.landscape ? 4 : Theme.gap))
    }

    Item {
        id: actions

        x: Theme.railWidth + Theme.margin
        y: frame.actionTop + 16
        width: frame.width - Theme.railWidth - 2 * Theme.margin
        height: Theme.actionHeight - 32
        visible: frame.actionBar !== null

        Binding {
            target: frame.actionBar
            property: "width"
            value: actions.width
            when: frame.actionBar !== null
        }
        Binding {
            target: frame.actionBar
            property: "height"
            value: actions.height
            when: frame.actionBar !== null
        }
    }

    FrameFooter {
        x: 0
        y: Theme.landscape ? Theme.headerHeight : frame.height - Theme.footerHeight
        width: Theme.landscape ? Theme.railWidth : frame.width
        height: Theme.landscape ? frame.height - Theme.headerHeight : Theme.footerHeight
        items: frame.footerItems
        onClicked: key => frame.footerClicked(key)
    }
}
