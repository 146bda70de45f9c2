import Kiosk.Controls

Frame {
    officeName: "Phường Lê Chân"
    machineName: "Máy số 02"
    chipText: "Chưa có mạng"
    chipIcon: "wifi-slash"
    clockText: "08:42"
    demo: true
}
