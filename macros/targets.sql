{#- The grammar of a target cell. Every macro works on the text as `folded_target` gives it. -#}

{#- A target's text without spaces and line ends, signs in one width each. -#}
{% macro folded_target(text) -%}
    translate({{ text }}, '％≧≦＜＞－，（） 　' || chr(10), '%≥≤<>-,()')
{%- endmacro %}


{#- How a target is printed, the first pattern that fits. The groups of each are, in order: what an
    earlier year is named by, the word for a change, the words before the number, the number, what
    follows it. -#}
{% macro target_patterns() -%}
    {%- set year = '[0-9]{2,3}年度?|前[一1]年度?|上一?年度?|去年度?|前年度?' -%}
    {%- set change = '新增|增加|提升|提高|成長|上升|下降|減少|降低' -%}
    {%- set comparison = '≥|≤|>|<|至少|至多|達到?|未達|超過|不得?超過|[高多低少]於|不得?[高多低少]於' -%}
    {%- set number = '(-?' ~ number_pattern() ~ ')(.*)$' -%}
    {{ return([
        {'code': 'plain', 'kind': 'absolute', 'pattern': '^()()([≥≤><]?)' ~ number},
        {
            'code': 'change_since',
            'kind': 'change',
            'pattern': '[較比](' ~ year ~ ').*?(' ~ change ~ ')(' ~ comparison ~ ')?' ~ number,
        },
        {
            'code': 'change',
            'kind': 'change',
            'pattern': '^()(' ~ change ~ ')(' ~ comparison ~ ')?' ~ number,
        },
        {'code': 'bound', 'kind': 'absolute', 'pattern': '()()(' ~ comparison ~ '|為|率)' ~ number},
        {'code': 'count', 'kind': 'absolute', 'pattern': '()()(完成收集|完成|辦理)' ~ number},
    ]) }}
{%- endmacro %}


{#- Words that follow a number and its unit and bound it. -#}
{% macro bound_pattern() -%}
    ^(以上|以下|以內)
{%- endmacro %}


{#- Words of a target that is something to be done. -#}
{% macro milestone_pattern() -%}
    完成|建置|建立|訂定|導入|開發|完備|提出|擴增
{%- endmacro %}


{#- The comparison a word or sign stands for; null where it stands for none. -#}
{% macro comparison_operator(text) -%}
    case replace({{ text }}, '得', '')
        {%- for operator, words in [
            ('>=', ['≥', '以上', '至少', '不低於', '不少於', '達', '達到']),
            ('<=', ['≤', '以下', '以內', '至多', '不高於', '不多於', '不超過']),
            ('>', ['>', '高於', '多於', '超過']),
            ('<', ['<', '低於', '少於', '未達']),
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
    case when {{ word }} in ('下降', '減少', '降低') then -1 else 1 end
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
