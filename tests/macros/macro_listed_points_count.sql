-- A step alone, steps of several years, lettered points below a step and below years,
-- sentences of one point; repeated and skipped numbers, other punctuation; no letter, number
-- or year inside a sentence.
with

cases (case_name, listed_text, point_count) as (

    values
    ('one step', '(2)114年：開發系統。', 1),
    ('two sentences', '(2)114年：完成建置。開設課程。（規劃3.0）', 1),
    ('two steps', '(1)113-116年：評估情形。' || chr(10) || '(2)114-116年：架設平臺。', 2),
    (
        'lettered below a step',
        '(1)113年：平臺建置'
        || chr(10) || 'A.邀請專家。'
        || chr(10) || 'B.規劃模組。'
        || chr(10) || 'C.洽請學會。',
        3
    ),
    ('lettered below years', '114-116年：' || chr(10) || 'A.培育。' || chr(10) || 'B.參訪。', 2),
    (
        'numbered below years',
        '113-116年：'
        || chr(10) || '(1)擴充。'
        || chr(10) || '(2)雛型。'
        || chr(10) || '(3)應用。'
        || chr(10) || '(4)建置。',
        4
    ),
    (
        'a step with points and one without',
        '(1)113年：建置'
        || chr(10) || 'A.邀請。'
        || chr(10) || 'B.規劃。'
        || chr(10) || '(2)114年：推廣。',
        3
    ),
    ('no points', '持續推動。', 1),
    ('repeated', '(3)115年：建置。' || chr(10) || '(3)116年：配合。', 2),
    ('skipped', '(2)115年：全面電子化。' || chr(10) || '(4)116年：串聯大數據。', 2),
    ('ten and more', '(9)115年：建置。' || chr(10) || '(10)116年：配合。', 2),
    ('semicolon', '(2)114年；依功能整修。', 1),
    (
        'letter within a line',
        '(1)114年：建立機制'
        || chr(10) || 'A.彙整。'
        || chr(10) || 'B.強化。'
        || chr(10) || 'C.建構設計。D.透過驗測。',
        4
    ),
    ('letters that are words', '(1)113年：鼓勵APP開發，調整VPN.架構，通過ISO 27001:2022驗證。', 1),
    ('bracketed number in a sentence', '(1)113年：完成(第1階段)或(2)增購；檢驗(查)。', 1)

),

found as (

    select
        *,
        {{ listed_points_count('listed_text') }} as found_point_count
    from cases

)

select * from found
where found_point_count is distinct from point_count
