import QtQuick
import Kiosk.Theme

// The bar that always stands at the same place: the way back on the left, the way on on the right.
Item {
    id: bar

    property string backText: qsTr("Quay lại")
    property string backIcon: "arrow-left"
    property string nextText: qsTr("Tiếp tục")
    property string nextIcon
    property string nextIconAfter: nextIcon === "" ? "arrow-right" : ""
    property bool nextEnabled: true

    readonly property real share: nextText === "" ? width : backText === "" ? 0 : Math.round(Math.max(width * 0.3, Math.min(wayBack.implicitWidth, width * 0.5)))

    signal back
    signal next

    implicitWidth: 600
    implicitHeight: Theme.actionHeight - 32

    QuietButton {
        id: wayBack

        visible: bar.backText !== ""
        width: bar.share
        height: bar.height
        text: bar.backText
        icon: bar.backIcon
        onClicked: bar.back()
    }

    PrimaryButton {
        visible: bar.nextText !== ""
        x: bar.share === 0 ? 0 : bar.share + Theme.gap
        width: bar.width - x
        height: bar.height
        text: bar.nextText
        icon: bar.nextIcon
        iconAfter: bar.nextIconAfter
        enabled: bar.nextEnabled
        onClicked: bar.next()
    }
}
