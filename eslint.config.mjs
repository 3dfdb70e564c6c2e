// The rules of the OCA template for 19.0 that find faults; layout is prettier's business.
import {createRequire} from "node:module";

// The linters are installed outside of the checkout (docker/steps/41-frontend-test.sh).
const require = createRequire(`${process.env.CALLCENTER_LINT_MODULES || process.cwd()}/`);
const js = require("@eslint/js");
const globals = require("globals");

export default [
    {ignores: ["**/static/lib/**", "**/node_modules/**", ".callcenter/**"]},
    js.configs.recommended,
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: {...globals.browser, odoo: "readonly", owl: "readonly", luxon: "readonly", JsSIP: "readonly"},
        },
        rules: {
            "array-callback-return": "error",
            "block-scoped-var": "error",
            curly: ["error", "multi-line"],
            eqeqeq: "error",
            "no-alert": "error",
            "no-console": ["error", {allow: ["warn", "error"]}],
            "no-constructor-return": "error",
            "no-else-return": "error",
            "no-eval": "error",
            "no-extend-native": "error",
            "no-implicit-globals": "error",
            "no-implied-eval": "error",
            "no-loop-func": "error",
            "no-new-func": "error",
            "no-return-assign": "error",
            "no-self-compare": "error",
            "no-throw-literal": "error",
            "no-unused-expressions": ["error", {allowShortCircuit: true}],
            "no-unused-vars": ["error", {argsIgnorePattern: "^_", caughtErrors: "none"}],
            "no-use-before-define": ["error", {functions: false, classes: false}],
            "no-var": "error",
            "prefer-const": "error",
            radix: "error",
        },
    },
    {
        files: ["**/*.mjs"],
        languageOptions: {ecmaVersion: 2024, sourceType: "module", globals: globals.node},
    },
];
