import { mount } from 'svelte'
import App from './App.svelte'
import './page.css'

const target = document.getElementById('app')
if (target) {
  // What the server wrote for readers without script gives way to the views.
  target.replaceChildren()
  mount(App, { target })
}
