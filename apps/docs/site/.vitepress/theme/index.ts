import DefaultTheme from 'vitepress/theme';
import type { Theme } from 'vitepress';
import Conformance from './components/Conformance.vue';
import Diagram from './components/Diagram.vue';
import LiveInvitation from './components/LiveInvitation.vue';
import Transitions from './components/Transitions.vue';
import './style.css';

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('Conformance', Conformance);
    app.component('Diagram', Diagram);
    app.component('LiveInvitation', LiveInvitation);
    app.component('Transitions', Transitions);
  },
};

export default theme;
