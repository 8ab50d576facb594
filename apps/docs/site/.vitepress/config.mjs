import path from 'node:path';
import { defineConfig } from 'vitepress';
import { githubAnchor } from '../../../../tools/docs-check/readme-links.mjs';
import { entries } from '../../assemble/api.mjs';
import { pagesOfDocuments, titleOf } from '../../assemble/pages.mjs';
import { root } from '../../../../tools/lib/root.mjs';

const pages = pagesOfDocuments();
const repository = 'https://github.com/beckon-js/beckon';

/** The item of a document in the sidebar. Its text is its title. */
const item = (file, text = titleOf(file)) => ({
  text,
  link: `/${pages.get(file).replace(/\.md$/, '')}`,
});
const guide = (name, text) => item(`docs/guides/${name}.md`, text);
const reference = (name, text) => item(`docs/${name}.md`, text);

const questions = [
  {
    text: 'Start',
    items: [
      guide('first-invitation'),
      { text: 'See it live', link: '/live' },
      guide('after-accepted'),
      item('README.md', 'Overview'),
    ],
  },
  {
    text: 'People',
    items: [guide('finding-people'), guide('over-the-internet'), guide('accounts')],
  },
  {
    text: 'Your app',
    items: [guide('testing'), guide('frameworks'), guide('windows'), guide('moving')],
  },
  {
    text: 'In operation',
    items: [guide('servers'), guide('security'), guide('troubleshooting')],
  },
  {
    text: 'Extending',
    items: [guide('writing-an-adapter'), guide('writing-a-transport')],
  },
];

const documents = [
  {
    text: 'How it works',
    items: [
      { text: 'States of an invitation', link: '/reference/states' },
      reference('ARCHITECTURE'),
      reference('ERRORS'),
      reference('PROTOCOL'),
      reference('LINKS'),
      { text: 'Conformance', link: '/reference/conformance' },
      reference('FEATURES'),
    ],
  },
  {
    text: 'Platforms and servers',
    items: [
      reference('PLATFORM-SUPPORT'),
      reference('NATIVE'),
      reference('ELECTRON'),
      reference('BROKER'),
      reference('SCALING'),
    ],
  },
  {
    text: 'The project',
    items: [
      reference('TESTING'),
      reference('DECISIONS'),
      item('CONTRIBUTING.md'),
      item('SECURITY.md', 'Reporting a vulnerability'),
    ],
  },
];

const packages = [...pages.keys()]
  .filter((file) => file.startsWith('packages/'))
  .map((file) => item(file));

const api = packages.flatMap(({ text: name }) => {
  const own = entries()
    .map(({ specifier }) => specifier)
    .filter((specifier) => specifier === name || specifier.startsWith(`${name}/`));
  const link = (specifier) => `/api/${specifier}`;
  if (own.length === 0) return [];
  const items = own.slice(1).map((specifier) => ({
    text: specifier.slice(name.length),
    link: link(specifier),
  }));
  return [
    { text: name, link: link(name), ...(items.length > 0 ? { items, collapsed: true } : {}) },
  ];
});

export default defineConfig({
  lang: 'en',
  title: 'beckon',
  description: 'Invite a peer into what you are doing, as one Observable.',
  srcDir: '../dist/pages',
  outDir: '../dist/site',
  cacheDir: '../dist/cache',
  metaChunk: true,
  // A page is fetched when it is opened, and not all that its menu names.
  router: { prefetchLinks: false },
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: '/logo.svg' }],
    ['meta', { name: 'theme-color', content: '#4f46c8' }],
  ],
  markdown: {
    anchor: { slugify: githubAnchor },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (markdown) => {
      drawDiagrams(markdown);
      scrollTables(markdown);
      keepBraces(markdown);
    },
  },
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Guides', link: '/guides/first-invitation', activeMatch: '^/guides/' },
      { text: 'Live', link: '/live' },
      { text: 'Packages', link: '/packages/core', activeMatch: '^/packages/' },
      { text: 'API', link: '/api/@beckon/core', activeMatch: '^/api/' },
      { text: 'Reference', link: '/reference/states', activeMatch: '^/reference/' },
    ],
    sidebar: {
      '/': questions,
      '/packages/': [{ text: 'Packages', items: packages }],
      '/reference/': documents,
      '/api/': [{ text: 'API', link: '/api/', items: api }],
    },
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: { miniSearch: { searchOptions: { boostDocument } }, _render: renderPlain },
    },
    socialLinks: [{ icon: 'github', link: repository }],
    editLink: {
      pattern: ({ frontmatter }) =>
        `https://github.com/beckon-js/beckon/blob/main/${frontmatter.source ?? ''}`,
      text: 'This page in the repository',
    },
    footer: { message: 'MIT licence' },
    docFooter: { prev: 'Before', next: 'Next' },
  },
  vite: {
    // The page uses the sources of the packages, as everything in the workspace does.
    resolve: {
      conditions: ['@beckon/source'],
      alias: [
        // That of VitePress has no main region, and shows the features first.
        {
          find: /^.*\/VPHome\.vue$/,
          replacement: path.join(import.meta.dirname, 'theme/components/Home.vue'),
        },
      ],
    },
    ssr: { noExternal: [/^@beckon\//, 'rxjs'] },
    server: { fs: { allow: [root] } },
    build: { chunkSizeWarningLimit: 3_000 },
  },
});

/** Renders a page for the search, which needs no colours in code. */
function renderPlain(source, env, markdown) {
  const { highlight } = markdown.options;
  markdown.options.highlight = null;
  try {
    return markdown.render(source, env);
  } finally {
    markdown.options.highlight = highlight;
  }
}

/** Guides come before the API, which names everything. */
function boostDocument(id) {
  if (id.startsWith('/guides/')) return 4;
  return id.startsWith('/api/') ? 0.5 : 1;
}

/** A block `mermaid` is drawn in the page. */
function drawDiagrams(markdown) {
  const { fence } = markdown.renderer.rules;
  markdown.renderer.rules.fence = (tokens, index, ...rest) =>
    tokens[index].info.trim() === 'mermaid'
      ? `<Diagram text="${markdown.utils.escapeHtml(tokens[index].content)}" />`
      : fence(tokens, index, ...rest);
}

/** A table that is wider than the page scrolls by itself. On a phone each row is a card, whose cells have their labels. */
function scrollTables(markdown) {
  markdown.renderer.rules.table_open = () =>
    '<div class="table" tabindex="0" role="region" aria-label="Table"><table>';
  markdown.renderer.rules.table_close = () => '</table></div>';
  markdown.core.ruler.push('labels of cells', ({ tokens }) => {
    let labels = [];
    let column = 0;
    tokens.forEach((token, index) => {
      if (token.type === 'table_open') labels = [];
      else if (token.type === 'tr_open') column = 0;
      else if (token.type === 'th_open') {
        labels.push(plainText(tokens[index + 1]));
        // A cell without words heads nothing.
        if (labels.at(-1) === '') token.tag = tokens[index + 2].tag = 'td';
      } else if (token.type === 'td_open') token.attrSet('data-label', labels[column++] ?? '');
    });
  });
}

const plainText = ({ children }) => (children ?? []).map(({ content }) => content).join('');

/** Two braces in code are text, and no expression of the page. */
function keepBraces(markdown) {
  markdown.renderer.rules.code_inline = (tokens, index, _options, _env, renderer) =>
    `<code v-pre${renderer.renderAttrs(tokens[index])}>${markdown.utils.escapeHtml(tokens[index].content)}</code>`;
}
