pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Controls
import Kiosk.Models
import Kiosk.Screens
import Kiosk.Theme

// The window: the frame with the screen that is on, the one keyboard, and what may stand before them.
Window {
    id: window

    required property ShellModel shell
    required property HomeModel home
    required property SearchModel search
    required property SituationModel situation
    required property BeforeModel before
    required property WhoModel who
    required property StepModel step
    required property AddressModel address
    required property PapersModel papers
    required property CardModel card
    required property OutcomeModel outcome
    required property LookupModel lookup

    visible: false
    title: "Một Chạm"
    color: Theme.paper

    Binding {
        target: Theme
        property: "scale"
        value: window.shell.textScale === "A++" ? 1.55 : window.shell.textScale === "A+" ? 1.25 : 1
    }

    Binding {
        target: Theme
        property: "contrast"
        value: window.shell.contrast
    }

    Binding {
        target: Theme
        property: "landscape"
        value: window.shell.landscape
    }

    Binding {
        target: Theme
        property: "reduceMotion"
        value: window.shell.reduceMotion
    }

    // Drawn for the kiosk's screen, shown smaller on a smaller one.
    Item {
    id: stage

    width: window.shell.landscape ? 1366 : 1080
    height: window.shell.landscape ? 768 : 1920
    scale: Math.min(window.width / width, window.height / height)
    transformOrigin: Item.TopLeft

    Frame {
        id: frame

        anchors.fill: parent
        visible: !overlays.covered // covered for screen readers too
        officeName: window.shell.officeName
        machineName: window.shell.machineName
        chipText: window.shell.chipText
        chipIcon: window.shell.chipIcon
        clockText: window.shell.clockText
        demo: window.shell.demo
        actionBar: (screen.item as Page)?.bar ?? null
        footerItems: window.shell.inForm ? [home_, sight, pause, help] : [home_, sight, help]

        readonly property var home_: ({ key: "home", text: qsTr("Trang đầu"), icon: "house-line" })
        readonly property var sight: ({ key: "display", text: qsTr("Dễ nhìn"), icon: "text-aa" })
        readonly property var pause: ({ key: "pause", text: qsTr("Tạm dừng"), icon: "pause-circle" })
        readonly property var help: ({ key: "help", text: qsTr("Gọi hỗ trợ"), icon: "hand-waving", strong: true })

        onFooterClicked: key => window.shell.footer(key)

        Loader {
            id: screen

            anchors.fill: parent
            sourceComponent: {
                switch (window.shell.screen) {
                case "home": return homeScreen;
                case "search": return searchScreen;
                case "situation": return situationScreen;
                case "before": return beforeScreen;
                case "who": return whoScreen;
                case "step": return stepScreen;
                case "sealed":
                case "track": return outcomeScreen;
                case "lookup": return lookupScreen;
                default: return troubleScreen;
                }
            }
        }
    }

    KeyboardPanel {
        id: keyboard

        parent: frame
    }

    Overlays {
        id: overlays

        shell: window.shell
        card: window.card
        papers: window.papers
    }
    }

    Component { id: homeScreen; HomeScreen { model: window.home } }
    Component { id: searchScreen; SearchScreen { model: window.search } }
    Component { id: situationScreen; SituationScreen { model: window.situation } }
    Component { id: beforeScreen; BeforeScreen { model: window.before } }
    Component { id: whoScreen; WhoScreen { model: window.who } }
    Component { id: stepScreen; StepScreen { model: window.step; address: window.address; papers: window.papers } }
    Component { id: outcomeScreen; OutcomeScreen { model: window.outcome } }
    Component { id: lookupScreen; LookupScreen { model: window.lookup } }
    Component { id: troubleScreen; TroubleScreen { model: window.shell } }
}
