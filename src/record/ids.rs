//! The closed lists of ids that make municipalities comparable. They are part of the contract: the schema lists them,
//! and the word lists under `data/` may use no others.

use schemars::{Schema, SchemaGenerator, json_schema};

/// Steps of making a plan, about in the order in which they come: [`super::ScheduleEntry::phases`].
pub const PHASES: [&str; 23] = [
    "policy_decision", // 方針決定
    "set_up",          // 体制整備
    "review",          // 評価・検証
    "research",        // 基礎調査
    "survey",          // 意識調査
    "hearing",         // 聴取
    "workshop",        // ワークショップ等
    "local_forum",     // 地域の場
    "consultation",    // 諮問
    "deliberation",    // 審議
    "internal",        // 庁内検討
    "outline",         // 骨子
    "draft",           // 素案
    "original_draft",  // 原案
    "final_draft",     // 最終案
    "public_comment",  // パブリックコメント
    "assembly_report", // 議会説明
    "bill",            // 議案提出
    "vote",            // 議決
    "answer",          // 答申
    "adoption",        // 策定
    "publication",     // 公表
    "budget_link",     // 予算連動
];

/// Sorts of organisation: [`super::Body::kind`].
pub const BODY_KINDS: [&str; 10] = [
    "council",              // 附属機関
    "council_subcommittee", // その部会
    "internal_hq",          // 策定本部, 庁内の策定委員会
    "internal_section",     // 幹事会, 庁内の部会
    "working",              // ワーキング, プロジェクトチーム
    "secretariat",          // 事務局
    "executive",            // 市長, 部長
    "assembly",             // 議会
    "citizen_body",         // 市民会議
    "expert",               // 学識経験者, コンサルタント
];

/// Ways in which citizens take part: [`super::Participation::method`].
pub const METHODS: [&str; 12] = [
    "public_comment", // パブリックコメント
    "questionnaire",  // アンケート
    "hearing",        // ヒアリング
    "exchange",       // 意見交換会
    "workshop",       // ワークショップ
    "forum",          // 懇談会
    "citizen_body",   // 市民会議
    "briefing",       // 説明会
    "recruitment",    // 委員公募
    "symposium",      // シンポジウム
    "online",         // オンライン
    "children",       // 子ども議会など
];

/// Fields of policy: [`super::PolicyItem::field`].
pub const FIELDS: [&str; 19] = [
    "welfare",        // 福祉
    "health",         // 医療・健康
    "childcare",      // 子育て
    "education",      // 教育
    "culture_sports", // 文化・スポーツ
    "disaster",       // 防災
    "environment",    // 環境
    "industry",       // 産業
    "primary",        // 農林水産業
    "tourism",        // 観光・交流
    "infrastructure", // 都市基盤
    "community",      // 地域・協働
    "migration",      // 移住・定住
    "admin",          // 行財政
    "digital",        // デジタル
    "sdgs",           // SDGs
    "inclusion",      // 多文化共生・人権
    "international",  // 国際化
    "food",           // 食文化
];

pub(super) fn phases(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "array", "items": {"enum": PHASES}})
}

pub(super) fn body_kind(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"enum": BODY_KINDS})
}

pub(super) fn method(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"enum": METHODS})
}

pub(super) fn fields(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "array", "items": {"enum": FIELDS}})
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the `[[table]]` entries of a file in `data/` say under `key`.
    fn said(file: &str, table: &str, key: &str) -> Vec<String> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file);
        let data: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
        let entries = data[table].as_array().unwrap().iter();
        entries.map(|entry| entry[key].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn word_lists_use_these_ids() {
        assert_eq!(said("phases.toml", "phase", "id"), PHASES);
        assert_eq!(said("fields.toml", "field", "id"), FIELDS);
        assert_eq!(said("participation.toml", "method", "id"), METHODS);
        for kind in said("bodies.toml", "ending", "kind") {
            assert!(BODY_KINDS.contains(&kind.as_str()), "{kind}");
        }
    }
}
