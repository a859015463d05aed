//! What a document holds: its outline, folds, links, colours, notes beside and above its lines.

use gen_lsp_types::{
    CodeLensParams, DocumentLinkParams, DocumentSymbolParams, FoldingRangeParams, InlayHintParams,
    SelectionRangeParams, SemanticTokensParams,
};
use serde_json::{Value, json};

use super::documents::World;
use super::features::offset;
use super::server::{Answer, Server};
use super::uri;
use crate::ide::{folding, hints, links, selection, symbols, tokens};
use crate::ir::SymbolKind;

impl Server {
    pub(super) fn symbols(&mut self, parameters: DocumentSymbolParams) -> Answer {
        let nests = self.client.nests_symbols;
        self.of_document(&parameters.text_document.uri, |view, world| {
            let outline = symbols::outline(view);
            match nests {
                true => outline.iter().map(|symbol| nested(world, symbol)).collect(),
                false => {
                    let mut flat = Vec::new();
                    outline.iter().for_each(|symbol| flatten(world, symbol, None, &mut flat));
                    Value::Array(flat)
                }
            }
        })
    }

    pub(super) fn folding(&mut self, parameters: FoldingRangeParams) -> Answer {
        self.of_document(&parameters.text_document.uri, |view, world| {
            let mut last = None;
            let mut found = Vec::new();
            for fold in folding::folds(view) {
                let range = world.range(fold.span);
                if range.start.line < range.end.line && last != Some(range.start.line) {
                    last = Some(range.start.line);
                    let mut fold_range = json!({"startLine": range.start.line, "endLine": range.end.line});
                    if fold.is_comment
                        && let Value::Object(fields) = &mut fold_range
                    {
                        fields.insert("kind".to_owned(), "comment".into());
                    }
                    found.push(fold_range);
                }
            }
            Value::Array(found)
        })
    }

    pub(super) fn selection(&mut self, parameters: SelectionRangeParams) -> Answer {
        self.of_document(&parameters.text_document.uri, |view, world| {
            let ranges = parameters.positions.iter().map(|&position| {
                let spans = selection::around(view, offset(view, world, position));
                let empty = json!({"range": {"start": position, "end": position}});
                let chain = spans.into_iter().rev().fold(None, |parent: Option<Value>, span| {
                    let range = world.range(span);
                    Some(match parent {
                        Some(parent) => json!({"range": range, "parent": parent}),
                        None => json!({"range": range}),
                    })
                });
                chain.unwrap_or(empty)
            });
            ranges.collect()
        })
    }

    pub(super) fn links(&mut self, parameters: DocumentLinkParams) -> Answer {
        self.of_document(&parameters.text_document.uri, |view, world| {
            let links = links::links(view);
            links
                .iter()
                .map(|it| json!({"range": world.range(it.span), "target": uri::of_path(&it.target)}))
                .collect()
        })
    }

    pub(super) fn hints(&mut self, parameters: InlayHintParams) -> Answer {
        if !self.settings.inlay_hints {
            return Ok(Some(json!([])));
        }
        let (lang, region) = (self.lang(), self.settings.region.clone());
        self.of_document(&parameters.text_document.uri, |view, world| {
            let hints = hints::hints(view, region.as_deref());
            let told = hints.into_iter().filter_map(|hint| {
                let range = world.range(hint.span);
                let is_asked = parameters.range.start <= range.end && range.start <= parameters.range.end;
                is_asked.then(|| {
                    json!({
                        "position": range.end,
                        "label": hint.label,
                        "paddingLeft": true,
                        "tooltip": hint.tooltip.get(lang),
                    })
                })
            });
            told.collect()
        })
    }

    pub(super) fn lenses(&mut self, parameters: CodeLensParams) -> Answer {
        if !self.settings.code_lens {
            return Ok(Some(json!([])));
        }
        let lang = self.lang();
        self.of_document(&parameters.text_document.uri, |view, world| {
            let lenses = hints::lenses(view).into_iter().map(|lens| {
                json!({"range": world.range(lens.span), "command": {"title": lens.title.get(lang), "command": ""}})
            });
            lenses.collect()
        })
    }

    pub(super) fn tokens(&mut self, parameters: SemanticTokensParams) -> Answer {
        self.of_document(&parameters.text_document.uri, |view, world| {
            let (mut line, mut column) = (0, 0);
            let mut data: Vec<u32> = Vec::new();
            for token in tokens::tokens(view) {
                let range = world.range(token.span);
                let (start, end) = (range.start, range.end);
                if end.line != start.line || (start.line, start.character) < (line, column) {
                    continue;
                }
                let down = start.line - line;
                let along = if down == 0 { start.character - column } else { start.character };
                data.extend([down, along, end.character - start.character]);
                data.extend([token.kind as u32, u32::from(token.is_definition)]);
                (line, column) = (start.line, start.character);
            }
            json!({"data": data})
        })
    }
}

fn nested(world: World<'_>, symbol: &symbols::Symbol) -> Value {
    let children: Vec<Value> = symbol.children.iter().map(|child| nested(world, child)).collect();
    json!({
        "name": symbol.name,
        "detail": symbol.detail,
        "kind": kind(symbol.kind),
        "range": world.range(symbol.whole),
        "selectionRange": world.range(symbol.name_span),
        "children": children,
    })
}

fn flatten(world: World<'_>, symbol: &symbols::Symbol, container: Option<&str>, flat: &mut Vec<Value>) {
    if let Some(location) = world.location(symbol.whole) {
        flat.push(json!({
            "name": symbol.name,
            "kind": kind(symbol.kind),
            "location": location,
            "containerName": container,
        }));
    }
    symbol.children.iter().for_each(|child| flatten(world, child, Some(&symbol.name), flat));
}

/// The number that the protocol has for a kind of symbol.
pub(super) fn kind(kind: symbols::Kind) -> u32 {
    match kind {
        symbols::Kind::Section => 3,
        symbols::Kind::Slot => 20,
        symbols::Kind::Entry => 8,
        symbols::Kind::Named(kind) => match kind {
            SymbolKind::Parameter | SymbolKind::Variable | SymbolKind::Local => 13,
            SymbolKind::Mapping => 19,
            SymbolKind::Condition | SymbolKind::Rule => 17,
            SymbolKind::Resource | SymbolKind::DataSource => 5,
            SymbolKind::Module => 2,
            SymbolKind::Output => 7,
            SymbolKind::MappingKey => 20,
            SymbolKind::Provider => 4,
        },
    }
}
