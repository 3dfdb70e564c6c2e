// As in the OCA template for 19.0, but for the longer line. The plugin for XML is named on the
// command line by docker/lint.sh: node's packages are not installed in the checkout.
export default {
    bracketSpacing: false,
    printWidth: 120,
    semi: true,
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "preserve",
};
