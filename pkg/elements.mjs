// How the manifest of the custom element is made for editors and documentation: its public side alone, and where the package has it.
const MODULE = 'dist/admin.js';

export default {
  globs: ['src/admin.ts', 'src/admin/element.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [
    {
      name: 'what-the-package-has',
      packageLinkPhase({ customElementsManifest }) {
        const [declaration] = customElementsManifest.modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
        const isPublic = ({ name, static: isStatic, privacy }) => !name.startsWith('#') && isStatic !== true && privacy !== 'private' && !OWN.includes(name);
        Object.assign(declaration, { name: 'BadgehouseAccounts', members: declaration.members.filter((member) => member.kind === 'field' && isPublic(member)) });
        const reference = { name: 'BadgehouseAccounts', module: MODULE };
        customElementsManifest.modules = [
          {
            kind: 'javascript-module',
            path: MODULE,
            declarations: [declaration],
            exports: [
              { kind: 'js', name: 'BadgehouseAccounts', declaration: reference },
              { kind: 'custom-element-definition', name: declaration.tagName, declaration: reference },
            ],
          },
        ];
      },
    },
  ],
};

/** What every element has. */
const OWN = ['styles', 'properties', 'observedAttributes'];
