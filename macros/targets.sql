{#- The grammar of a target cell. Every macro works on the text as `folded_target` gives it. -#}

{#- A target's text without spaces and line ends, signs and digits in one width each. -#}
{% macro folded_target(text) -%}
    translate(
        {{ text }},
        '％≧≦＜＞－−，（）：；～０１２３４５６７８９ 　' || chr(10),
        '%≥≤<>--,():;~0123456789'
    )
{%- endmacro %}


{#- A ROC year of a target, as part of a regular expression: 89 to 199. -#}
{% macro target_year_pattern() -%}
    (?:[89][0-9]|1[0-9]{2})
{%- endmacro %}


{#- The year a target says it is of, before it (108年：80%) or in brackets after it (10%（108年）), and what
    is left without the first. -#}
{% macro stated_year_patterns() -%}
    {%- set year = '(' ~ target_year_pattern() ~ ')年度?底?前?' -%}
    {{ return({
        'before': '^(?:民國)?' ~ year ~ ':?',
        'after': '[(](?:民國)?' ~ year ~ '[)]$',
    }) }}
{%- endmacro %}


{#- Words for a change, as part of a regular expression, those that mean less last. -#}
{% macro change_words() -%}
    新增|增加|提升|提高|成長|上升|擴增|擴大|調升|增|升|下降|減少|降低|縮短|調降|降|減
{%- endmacro %}


{#- How a target is printed, the first pattern that fits. The groups of each are, in order: what an
    earlier year is named by, the word for a change, the words before the number, the number, what
    follows it. `{number}` stands for a number in either of `number_forms`. -#}
{% macro target_patterns() -%}
    {%- set year = '(?:民國)?[0-9]{2,4}年度?|前[一1]年度?|上一?年度?|去年度?|前年度?|上期|去年同期' -%}
    {%- set comparison = '≥|≤|>|<|至少|至多|最少|最多|未達|達到?|[不未]超過|不得超過|超過|不得?[高多低少]於|未[高多低少]於|[高多低少]於|[不未]逾|逾|未滿|不到|不足' -%}
    {%- set filler = '(?:大約|約|將近|近|平均|每年|合計|累計|總計|共計?|計|等|第)*' -%}
    {%- set no_figure = '[^0-9,。;]' -%}
    {{ return([
        {
            'code': 'plain',
            'kind': 'absolute',
            'pattern': '^' ~ filler ~ '()()([≥≤><]?)' ~ filler ~ '{number}',
        },
        {
            'code': 'change_to',
            'kind': 'absolute',
            'pattern': '()(' ~ change_words() ~ ')' ~ no_figure ~ '*?[至到](' ~ comparison ~ ')?'
            ~ filler ~ '{number}',
        },
        {
            'code': 'change_since',
            'kind': 'change',
            'pattern': '[較比](' ~ year ~ ').*?(' ~ change_words() ~ ')(' ~ comparison ~ ')?' ~ filler
            ~ '{number}',
        },
        {
            'code': 'change',
            'kind': 'change',
            'pattern': '^([^0-9]*?(?:每年|逐年)|)[^0-9]*?(' ~ change_words() ~ ')(' ~ comparison ~ ')?'
            ~ filler ~ '{number}',
        },
        {
            'code': 'bound',
            'kind': 'absolute',
            'pattern': '()()(' ~ comparison ~ '|為|率|維持在?|保持|計)' ~ filler ~ '{number}',
        },
        {
            'code': 'bound_far',
            'kind': 'absolute',
            'pattern': '()()(至少|至多|最少|最多|不得?超過|不得?[少低]於)' ~ no_figure ~ '*?{number}',
        },
        {
            'code': 'count',
            'kind': 'absolute',
            'pattern': '()()(完成收集|完成|[辦舉]理|舉辦|召開|建置|設置|開發|提供|補助|輔導|培訓)' ~ filler
            ~ '{number}',
        },
        {
            'code': 'change_of',
            'kind': 'change',
            'pattern': '^()[^0-9(]*?(新增|增加|擴增|減少)([^0-9,。;(]*?){number}',
        },
        {'code': 'words', 'kind': 'absolute', 'pattern': '^()()([^0-9~至到-]*){number}'},
    ]) }}
{%- endmacro %}


{#- How the number of a target is printed: in digits, or with 億, 萬 and the like among them. -#}
{% macro number_forms() -%}
    {{ return([
        {'code': 'digits', 'pattern': '(-?' ~ number_pattern() ~ ')(.*)$'},
        {
            'code': 'spelled',
            'pattern': '((?:' ~ number_pattern() ~ '(?:億|百萬|萬|千))+(?:' ~ number_pattern() ~ ')?)(.*)$',
        },
    ]) }}
{%- endmacro %}


{#- Words that follow a number and its unit and bound it. -#}
{% macro bound_pattern() -%}
    ^(以上|以下|以內|內)
{%- endmacro %}


{#- What may follow the number, unit and bound of a target that is nothing but these: a remark in
    brackets. -#}
{% macro remark_pattern() -%}
    (?:[(][^()]*[)])?
{%- endmacro %}


{#- Words of a target that is something to be done. -#}
{% macro milestone_pattern() -%}
    完成|建置|建立|訂定|導入|開發|完備|提出|擴增
{%- endmacro %}


{#- A comparison with what is no year, such as 較預期增加: what stands after it is no value of its own.
    比率, 比例 and 比重 are no comparison. -#}
{% macro comparison_with_another_pattern() -%}
    較|比[^率例重]
{%- endmacro %}


{#- A figure that counts something, as a part of a regular expression: what tells that words beside it
    are a target of their own. -#}
{% macro counted_figure_pattern() -%}
    [0-9] ?(?:[%％億萬千百人名位件次場家所處群個項類組則張題條支種例級戶分筆案班面元點成篇檔站架部輛座棟]|小時|公|平方)
{%- endmacro %}


{#- How often a text prints a number that is no date, in digits or in words such as 一種. -#}
{% macro undated_number_count(text) -%}
    {{ match_count(text, '[0-9]+') }} - {{ match_count(text, '[0-9]+(?:年|月|日)') }}
    + {{ match_count(text, '[一二兩三四五六七八九十百乙]+[種項件個場家次處座套案類成]|百分之[一二三四五六七八九十]') }}
{%- endmacro %}


{#- The target of a sentence in front of a second one (完成率達90%，滿意度達85%), and what follows it; both
    empty where the text is one target. What stands in brackets is a remark. -#}
{% macro sentence_patterns() -%}
    {%- set figure = counted_figure_pattern() -%}
    {%- set first = '(?s)^([^(（]*?' ~ figure ~ '(?:[(（][^()（）]*[)）]|[^(（，；。、;,及並與])*)' -%}
    {{ return([
        first ~ '(?:[，；。、;]|以?及|並|與)([^(（]*?' ~ figure ~ '.*)$',
        first ~ ',([^(（0-9]+?' ~ figure ~ '.*)$',
    ]) }}
{%- endmacro %}


{#- CTEs that read the figure of each text of a relation, from `texts` to `figures`, one row a text: the
    grammar of targets and of actual values. `units` is the CTE of units. -#}
{% macro figures_read(relation, text) -%}
{%- set groups = ['year_text', 'change_text', 'comparison_text', 'number_text', 'after_number'] -%}
{%- set years = stated_year_patterns() -%}
texts as (

    select distinct {{ text }} as figure_text
    from {{ relation }}
    where {{ text }} is not null

),

folded as (

    select
        figure_text,
        {{ folded_target('figure_text') }} as whole_text
    from texts

),

folded_units as (

    select
        unit_zh,
        {{ folded_target('unit_zh') }} as folded_unit
    from units

),

dated as (

    select
        figure_text,
        whole_text,
        {{ without_match('whole_text', years['before']) }} as folded_text,
        cast(
            coalesce(
                nullif({{ matched_group('whole_text', years['before'], 1) }}, ''),
                nullif({{ matched_group('whole_text', years['after'], 1) }}, '')
            ) as int
        ) as stated_roc_year
    from folded

),

-- Each way to print a figure, with what it would give.
candidates as (

    {% for target in target_patterns() %}
    {%- set target_loop = loop %}
    {%- for form in number_forms() %}
    {%- set pattern = target.pattern | replace('{number}', form.pattern) %}
    select
        figure_text,
        folded_text,
        {{ target_loop.index }} as preference_no,
        {{ loop.index }} as form_no,
        '{{ target.code }}' as pattern_code,
        '{{ target.kind }}' as kind_code,
        {%- for group in groups %}
        {{ matched_group('folded_text', pattern, loop.index) }} as {{ group }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from dated
    {% if not (loop.last and target_loop.last) %}union all{% endif %}
    {% endfor %}
    {% endfor %}

),

measured as (

    select
        candidates.*,
        folded_units.unit_zh,
        substring(candidates.after_number, coalesce(length(folded_units.folded_unit), 0) + 1)
            as after_unit
    from candidates
    left join folded_units
        on
            substring(candidates.after_number, 1, length(folded_units.folded_unit))
            = folded_units.folded_unit
    where candidates.number_text != ''

),

bounded as (

    select
        *,
        {{ matched_group('after_unit', bound_pattern(), 1) }} as bound_text,
        {{ without_match('after_unit', bound_pattern()) }} as after_bound,
        case
            when form_no = 1 then {{ printed_number('number_text') }}
            else {{ spelled_number('number_text') }}
        end as number_value
    from measured

),

-- A plain figure is a number, its unit, a bound and nothing more, and so is one after other words; of
-- the others the text goes on, but not the number, and neither a range nor a unit such as 件/月.
ranked as (

    select
        *,
        row_number() over (
            partition by figure_text
            order by preference_no, form_no, length(unit_zh) desc
        ) as choice_no
    from bounded
    where
        number_value is not null
        -- 3千2萬人 is no 3,002 萬人.
        and (form_no = 1 or not {{ matches("coalesce(unit_zh, '')", '^[億萬千百]') }})
        and case pattern_code
            when 'plain' then {{ matches('after_bound', '^' ~ remark_pattern() ~ '$') }}
                and (form_no = 1 or unit_zh is not null)
            when 'change_since' then true
            when 'change_to' then true
            when 'words' then not {{ matches('folded_text', comparison_with_another_pattern()) }}
                and not {{ matches('comparison_text', change_words()) }}
                and {{ matches('after_bound', '^' ~ remark_pattern() ~ '(?:[,。;][^0-9]*)?$') }}
            when 'change_of' then not {{ matches('folded_text', comparison_with_another_pattern()) }}
                and unit_zh not in ('%', '成', '個百分點')
            else not {{ matches('folded_text', comparison_with_another_pattern()) }}
        end
        and (
            pattern_code = 'plain'
            or (
                unit_zh is not null
                and not {{ matches('folded_text', '每[^年]') }}
                and not {{ matches('after_unit', '^(?:[0-9億萬千百/／~-]|[至到][0-9])') }}
            )
        )

),

figures as (

    select
        dated.figure_text,
        dated.whole_text,
        dated.stated_roc_year,
        ranked.pattern_code,
        ranked.kind_code,
        ranked.number_value,
        ranked.unit_zh,
        ranked.year_text,
        ranked.change_text,
        coalesce(
            {{ comparison_operator('ranked.bound_text') }},
            {{ comparison_operator('ranked.comparison_text') }},
            case
                when ranked.pattern_code = 'change_to' and {{ change_sign('ranked.change_text') }} < 0
                    then '<='
                when ranked.pattern_code = 'change_to' then '>='
            end
        ) as printed_operator,
        {{ matches('dated.folded_text', '(?:約|近)' ~ number_pattern()) }} as is_approximate,
        ranked.figure_text is null and {{ undated_number_count('dated.folded_text') }} > 0
            as is_number_unread
    from dated
    left join ranked
        on
            dated.figure_text = ranked.figure_text
            and ranked.choice_no = 1

)
{%- endmacro %}


{#- The comparison a word or sign stands for; null where it stands for none. -#}
{% macro comparison_operator(text) -%}
    case replace({{ text }}, '得', '')
        {%- for operator, words in [
            ('>=', ['≥', '以上', '至少', '最少', '不低於', '不少於', '未低於', '未少於', '達', '達到']),
            ('<=', ['≤', '以下', '以內', '內', '至多', '最多', '不高於', '不多於', '不超過', '未高於', '未多於', '未超過', '不逾', '未逾']),
            ('>', ['>', '高於', '多於', '超過', '逾']),
            ('<', ['<', '低於', '少於', '未達', '未滿', '不到', '不足']),
        ] %}
        {%- for word in words %}
        when '{{ word }}' then '{{ operator }}'
        {%- endfor %}
        {%- endfor %}
    end
{%- endmacro %}


{#- The same comparison of a change that is a fall: a fall of at least 5% is a change of at most -5%. -#}
{% macro mirrored_operator(operator) -%}
    case {{ operator }}
        when '>=' then '<='
        when '<=' then '>='
        when '>' then '<'
        when '<' then '>'
    end
{%- endmacro %}


{#- The number_th numbered part of a cell such as `1. … 2. …`; the whole cell is part 1 where it has no
    numbers, and null stands for a part it does not have. A part begins on a line, after a mark that
    ends a sentence or after a space. -#}
{% macro numbered_part(text, part_no) -%}
    case
        when {{ matches(text, '^1[.、][^0-9]') }}
            then nullif(trim({{ matched_group(
                text,
                '(?s)(?:^|[\n。；; 　])' ~ part_no ~ '[.、]([^0-9].*?)(?:[\n。；; 　]+'
                ~ (part_no + 1) ~ '[.、][^0-9].*)?$',
                1
            ) }}), '')
        {%- if part_no == 1 %}
        else {{ text }}
        {%- endif %}
    end
{%- endmacro %}


{#- 1 where the word for a change means more, -1 where it means less. -#}
{% macro change_sign(word) -%}
    case when {{ matches(word, '[降減]|縮短') }} then -1 else 1 end
{%- endmacro %}


{#- An earlier value changed as a target of `targets` says: by so many, or by so many percent. -#}
{% macro changed_by(base_value, targets) -%}
    case {{ targets }}.target_kind_code
        when 'increment' then {{ base_value }} + {{ targets }}.base_value
        when 'relative_change'
            then cast(
                cast({{ base_value }} as decimal(24, 8))
                * (1 + cast({{ targets }}.base_value as decimal(12, 8)))
                as decimal(28, 8)
            )
    end
{%- endmacro %}


{#- Whether a value meets a comparison such as `>=` with another. -#}
{% macro satisfies(value, operator, other) -%}
    case {{ operator }}
        when '>=' then {{ value }} >= {{ other }}
        when '<=' then {{ value }} <= {{ other }}
        when '>' then {{ value }} > {{ other }}
        when '<' then {{ value }} < {{ other }}
        when '=' then {{ value }} = {{ other }}
    end
{%- endmacro %}


{#- A KPI's name or measure that is itself a change: 成長率, 下降率, 較前年增加之人次. -#}
{% macro measured_change_pattern() -%}
    (?:成長|增加|上升|下降|減少|降低|縮減)(?:之|的)?(?:率|幅度|比率|比例|人次|人數|件數|數)
{%- endmacro %}
