//! What this server can do, as it tells the editor at the beginning: [`initialize_result`].

use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions, CompletionOptions,
    ExecuteCommandOptions, FileOperationFilter, FileOperationPattern, FileOperationRegistrationOptions,
    HoverProviderCapability, InitializeResult, OneOf, RenameOptions, SaveOptions, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkDoneProgressOptions, WorkspaceFileOperationsServerCapabilities, WorkspaceServerCapabilities,
};

use super::actions::FIX_ALL;
use super::cited::SHOW_CITATIONS;
use super::position::{self, Encoding};

/// After these, the editor asks for completion of an id, a link or a quote.
const TRIGGERS: [&str; 7] = [" ", ":", "\"", "'", "[", "^", "("];
/// The files whose names are ids.
const NAMED_BY_FILE: [&str; 3] =
    ["**/content/claims/**/*.yaml", "**/content/claims/**/*.yml", "**/content/sources/**/*.md"];

pub(super) fn initialize_result(encoding: Encoding) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..TextDocumentSyncOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, FIX_ALL]),
        ..CodeActionOptions::default()
    };
    let rename =
        RenameOptions { prepare_provider: Some(true), work_done_progress_options: WorkDoneProgressOptions::default() };
    let commands =
        ExecuteCommandOptions { commands: vec![SHOW_CITATIONS.to_owned()], ..ExecuteCommandOptions::default() };
    let capabilities = ServerCapabilities {
        position_encoding: Some(position::kind(encoding)),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(TRIGGERS.map(str::to_owned).into()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(rename)),
        code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        execute_command_provider: Some(commands),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: None,
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(FileOperationRegistrationOptions { filters: NAMED_BY_FILE.map(filter).into() }),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    };
    let server = ServerInfo { name: "citeback".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    InitializeResult { capabilities, server_info: Some(server) }
}

fn filter(glob: &str) -> FileOperationFilter {
    let pattern = FileOperationPattern { glob: glob.to_owned(), matches: None, options: None };
    FileOperationFilter { scheme: Some("file".to_owned()), pattern }
}
