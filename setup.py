"""Packaging of klippa_ocr_api."""
import io
import os
import re

from setuptools import find_packages, setup

HERE = os.path.dirname(os.path.abspath(__file__))


def read(*path):
    with io.open(os.path.join(HERE, *path), encoding='utf-8') as stream:
        return stream.read()


def requirements(name):
    lines = (line.split('#')[0].strip() for line in read(name).splitlines())
    return [line for line in lines if line]


setup(
    name='klippa-ocr-api',
    version=re.search(r"__version__ = '([^']+)'", read('klippa_ocr_api', '_version.py')).group(1),
    description='Client for the Klippa Custom OCR API: documents in, typed data out',
    long_description=read('README.md'),
    long_description_content_type='text/markdown',
    license='MIT',
    keywords=['Klippa', 'OCR', 'invoice', 'receipt', 'passport', 'identity document', 'OpenAPI'],
    packages=find_packages(include=['klippa_ocr_api', 'klippa_ocr_api.*']),
    package_data={'klippa_ocr_api': ['py.typed', '*.pyi', '*/*.pyi', 'sandbox/contract.json']},
    python_requires='>=2.7, !=3.0.*, !=3.1.*, !=3.2.*, !=3.3.*',
    install_requires=requirements('requirements.txt'),
    extras_require={
        # A local Klippa for tests and demos; Python 3.8 and newer.
        'sandbox': [
            'flask>=2.2',
            'jsonschema>=4.17',
            'pypdf>=4',
            'python-stdnum>=1.20',
            'babel>=2.12',
            'regex>=2022.1',
            'pillow>=9',
        ],
        # A faster JSON parser, where it has wheels; before this version a hostile reply ends the process.
        'speed': ['orjson>=3.9.15; python_version >= "3.8" and platform_python_implementation == "CPython"'],
    },
    entry_points={'pytest11': ['klippa_ocr_api = klippa_ocr_api.sandbox.pytest_plugin']},
    zip_safe=False,
    classifiers=[
        'Development Status :: 5 - Production/Stable',
        'Framework :: Pytest',
        'Intended Audience :: Developers',
        'Operating System :: OS Independent',
        'Programming Language :: Python',
        'Programming Language :: Python :: 2',
        'Programming Language :: Python :: 2.7',
        'Programming Language :: Python :: 3',
        'Programming Language :: Python :: 3.4',
        'Programming Language :: Python :: 3.5',
        'Programming Language :: Python :: 3.6',
        'Programming Language :: Python :: 3.7',
        'Programming Language :: Python :: 3.8',
        'Programming Language :: Python :: 3.9',
        'Programming Language :: Python :: 3.10',
        'Programming Language :: Python :: 3.11',
        'Programming Language :: Python :: 3.12',
        'Programming Language :: Python :: 3.13',
        'Programming Language :: Python :: Implementation :: CPython',
        'Topic :: Office/Business :: Financial',
        'Topic :: Scientific/Engineering :: Image Recognition',
        'Typing :: Typed',
    ],
)
